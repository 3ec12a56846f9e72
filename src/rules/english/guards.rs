//! What is not the person's word about themselves: quotations, questions, suppositions, jokes, stories, text to work on.

use super::{
    clauses::{LEADS, without_lead},
    lexicon::list,
    words::{Token, tokens},
};

list!(
    /// Words that make everything beside them a guess, a joke or a story.
    DOUBTS,
    "maybe, perhaps, probably, possibly, supposedly, allegedly, hypothetically, theoretically, suppose, imagine, \
     pretend, pretending, assume, assuming, wish, kidding, jk, joking, sarcasm, sarcastic, /s, character, roleplay, role-play, \
     rp, scenario, fictional, fiction, fanfic, protagonist, npc, persona, lyrics, poem, essay, translate, translation, prompt, \
     simulation, dreamt, dreamed, figuratively, metaphorically, apparently, seemingly, conjugate, hypothetical, lmao, lmfao, rofl, 🙃, 😜, 😏, in-game, cosplay, elf, dwarf, orc, wizard, warlock, paladin, druid, sorcerer, vampire, werewolf, \
     goblin, hobbit, mage, necromancer, dungeon master, paraphrase, proofread, tbd"
);
list!(
    /// Words that make a guess of the clause they stand in.
    GUESSES,
    "might, could, would, should, may, supposed, unless, guess"
);
list!(
    /// The same in several words.
    LONG_DOUBTS,
    "i think so, as if, not sure, just kidding, yeah right, in my dreams, in my dream, in the game, in game, in minecraft, \
     in this story, in the story, in my story, in my novel, in my book, in this game, in a dream, in another life, \
     i think, i believe, i hope, i feel like, i bet, i doubt, like i am, like i have, as though, what if, you are a, \
     you are an, act as, let us say, let us pretend, let us play, so to speak, as they say, \
     no way, big butts, said no one, no one ever, in theory, at heart, song, movie quote, in spirit, if only, yeah right, for the sake of argument, technically, on paper, on tv, for argument's sake, in my imagination"
);
list!(
    /// Who says this is followed by what somebody said.
    SPEECH,
    "said, says, told, tells, asked, asks, wrote, writes, texted, sang, sings, shouted, replied, answered, thinks, claims, \
     claimed, quoted, quoth, saying, asking, stating, states, stated, tweeted, posted, reads, titled, phrase, \
     sentence, quote, headline, caption, subtitle, message, email, letter, reply, bio, review"
);
list!(
    /// What orders to work on a text begin with.
    TEXT_ORDERS,
    "translate, write, rewrite, summarize, summarise, paraphrase, proofread, correct, fix, say, repeat, pretend, imagine, act, \
     play, generate, compose, draft, create, make, spell, convert, complete, continue, finish, edit, improve, print, echo, type, \
     simulate, debug, explain, define, describe, quote, analyze, analyse, conjugate, parse, classify, extract, check, \
     rephrase, polish, add, insert, replace, change, put, read, sing, rhyme, suppose, consider, assume, label, tag, is, are, am, \
     do, does, did, was, were, have, has, can, could, would, should, will, shall, may, might, what, why, how, who, whose, which, \
     where, when"
);
list!(
    /// What stands before an order.
    POLITE,
    "please, can you, could you, would you, will you, can you please, could you please, i want you to, i need you to, \
     i would like you to, help me, help me to, kindly, now, go ahead and, i am going to, let us"
);

/// Whether nothing in a sentence can be taken for the person's word: code, links, quotations, text to work on.
pub(super) fn is_foreign(sentence: &str, words: &[Token]) -> bool {
    let code = [
        "http", "www.", "```", "{", "}", "=>", "()", "</", "/>", "==", "\\", " = ", "&&", "||", "[", "](",
        "|",
    ];
    let opens = sentence.trim_start().starts_with(['>', '#', '*', '•', '♪', '“', '"', '-']);
    let sarcastic = sentence.trim_end().ends_with("/s");
    sarcastic
        || code.iter().any(|mark| sentence.contains(mark))
        || opens
        || sentence.contains(['♪', '♫'])
        || is_labelled(words)
        || orders_text(words)
}

list!(
    /// Orders that hand over a text, or begin a game.
    HANDING,
    "translate, proofread, paraphrase, rewrite, rephrase, summarize, summarise, edit, polish, pretend, imagine, roleplay, role-play, \
     correct, conjugate, analyze, analyse, act as, act like, play the role, you are a, you are an, you are my, let us play, \
     let us pretend, let us roleplay, let us role-play, here is a text, here is the text, here is my essay, here is my story, \
     here is my draft, here is my email, here is an email, here is a story, here is a poem, here are the lyrics, here is the email, \
     write a story, write me a story, write a poem, write me a poem, write a scene, write a dialogue, write a song, continue the story, \
     continue this story, the following text, the following, fix the grammar, check the grammar, check my grammar, fix my grammar, \
     complete the story, repeat after me, say after me, tell me a story, once upon a time, from now on you are, improve this, \
     fix this text, read this, this is a story, this is a dialogue, suppose, hypothetically, in this scenario, in this game"
);

/// Whether what follows a sentence is a text to work on or a game, and not the person's word.
pub(in crate::rules) fn hands_over(sentence: &str) -> bool {
    let words = tokens(sentence);
    let mut left = without_lead(&words);
    loop {
        if HANDING.begins(left).is_some() {
            return true;
        }
        let Some(polite) = POLITE.begins(left) else { return false };
        left = left.get(polite..).unwrap_or_default();
    }
}

/// A sentence without the marks around short quotations ("call me “Ana”"); none if it quotes somebody.
pub(super) fn unquoted(sentence: &str) -> Option<String> {
    const MARKS: [char; 8] = ['"', '“', '”', '„', '«', '»', '`', '‟'];
    // Inches: 5'11".
    let inches = |(at, c): (usize, char)| {
        let before = sentence.get(..at).and_then(|before| before.chars().next_back());
        (!(c == '"' && before.is_some_and(|before| before.is_ascii_digit()))).then_some(c)
    };
    let sentence: String = sentence.char_indices().filter_map(inches).collect();
    let marks = sentence.chars().filter(|c| MARKS.contains(c)).count();
    let single = sentence.contains(" '") || sentence.contains(" ‘") || sentence.starts_with(['\'', '‘']);
    if marks == 0 && !single {
        return Some(sentence);
    }
    if marks % 2 == 1 || single {
        return None;
    }
    let mut parts = sentence.split(MARKS);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    while let (Some(quoted), Some(after)) = (parts.next(), parts.next()) {
        let words = tokens(quoted);
        if words.len() > 3 || words.iter().any(|word| word.is(&["i", "my", "me", "am", "you"])) {
            return None;
        }
        plain.push_str(quoted);
        plain.push_str(after);
    }
    Some(plain)
}

/// "Bob: I live in Busan" is what Bob says.
fn is_labelled(words: &[Token]) -> bool {
    let Some(label) = words.iter().position(|token| token.is(&[":"])).and_then(|colon| words.get(..colon))
    else {
        return false;
    };
    let own = without_lead(label).first().is_none_or(|first| first.is(&["i", "we", "my"]));
    !own && LEADS.begins(label) != Some(label.len())
}

/// Whether a sentence orders something to be done with a text that may follow, or begins as a question does.
fn orders_text(words: &[Token]) -> bool {
    let mut left = without_lead(words);
    let begins = |left: &[Token]| left.first().is_some_and(|first| first.is_in(&TEXT_ORDERS));
    while let Some(polite) = POLITE.begins(left) {
        left = left.get(polite..).unwrap_or_default();
        if begins(left) {
            return !is_wish(left);
        }
    }
    begins(left) && !is_wish(left)
}

/// "Do not use emojis" and "will you always" are wishes.
fn is_wish(words: &[Token]) -> bool {
    let second = |keys: &[&str]| words.get(1).is_some_and(|token| token.is(keys));
    let first = |key: &str| words.first().is_some_and(|first| first.is(&[key]));
    first("do") && second(&["not"])
        || first("explain") && second(&["things", "everything"])
        || words
            .first()
            .is_some_and(|first| first.is(&["write", "explain", "add", "make", "say", "describe"]))
            && words.iter().any(|token| token.is(&["always", "never", "future", "now"]))
}

/// Whether a sentence only guesses, jests or tells a story.
pub(super) fn is_doubtful(words: &[Token]) -> bool {
    let taken_back = words.len() == 2
        && words.first().is_some_and(|token| token.is(&["not"]))
        && words.last().is_some_and(|token| token.is(&["really"]));
    if taken_back {
        return true;
    }
    let doubts = |token: &Token| token.is_in(&DOUBTS);
    words.iter().any(doubts)
        || (0..words.len()).any(|at| LONG_DOUBTS.begins(words.get(at..).unwrap_or_default()).is_some())
}

/// Whether a sentence says itself that it is none to be believed.
pub(super) fn mocks(words: &[Token]) -> bool {
    words.windows(2).any(|pair| matches!(pair, [a, b] if a.is(&["yeah"]) && b.is(&["right"])))
}

/// Whether a clause by itself only guesses.
pub(super) fn is_guess(words: &[Token]) -> bool {
    let softened = words.iter().any(|token| token.is(&["kinda", "sorta"]))
        || words.windows(2).any(|pair| matches!(pair, [a, of] if a.is(&["kind", "sort"]) && of.is(&["of"])));
    softened
        || words.iter().any(|token| {
            token.is_in(&GUESSES) && !(token.is(&["may"]) && token.start > 0 && is_date(words, token))
        })
}

/// "…, I guess": what was said just before is a guess.
pub(super) fn hedges(words: &[Token]) -> bool {
    matches!(words, [i, guess] if i.is(&["i"]) && guess.is(&["guess", "suppose", "think", "reckon"]))
}

/// Whether "may" is the month.
fn is_date(words: &[Token], may: &Token) -> bool {
    let at = words.iter().position(|token| token == may).unwrap_or(0);
    let beside = |at: Option<usize>| at.and_then(|at| words.get(at));
    let number = |token: Option<&Token>| {
        token.is_some_and(|token| token.key.starts_with(|c: char| c.is_ascii_digit()))
    };
    let before = beside(at.checked_sub(1));
    number(before)
        || number(beside(Some(at + 1)))
        || before.is_some_and(|token| token.is(&["in", "of", "on", "next", "is", "this", "last"]))
}

/// Whether somebody else speaks from this clause on.
pub(super) fn reports(words: &[Token]) -> bool {
    words.iter().any(|token| token.is_in(&SPEECH))
}

/// Whether a clause asks for something, so that the question mark is its own: "what can I eat", "any ideas".
pub(super) fn asks(words: &[Token]) -> bool {
    let Some(first) = words.first() else { return false };
    let tag = words.len() <= 2;
    let about_you = words.iter().any(|token| token.is(&["you"]));
    let begins = first.is(&[
        "what",
        "how",
        "which",
        "where",
        "why",
        "who",
        "when",
        "can",
        "could",
        "do",
        "does",
        "did",
        "is",
        "are",
        "should",
        "would",
        "will",
        "any",
        "got",
        "know",
        "have",
        "am",
        "shall",
        "may",
        "please",
        "recommend",
        "suggest",
        "tell",
        "give",
        "help",
    ]);
    begins && (!tag || first.is(&["what", "any"]) || about_you && !first.is(&["do", "are", "can", "will"]))
        || first.is(&["you"]) && tag
}
