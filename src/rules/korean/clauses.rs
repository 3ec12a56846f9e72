//! A sentence as its clauses: what each says, of whom, and with which nouns.

use std::borrow::Cow;

use super::{
    letters::object,
    lists::{ACTIVITIES, ADVERBS, CONNECTORS, EVENTS, MODIFIERS, TASTES, is_time, is_verbal_modifier},
    measures::is_measure,
    particles::{Case, case_of, is_one_of},
    people,
    predicates::{Denied, Predicate, Tense, What, predicate},
    verbs::{self, Mood, Verb, form_as},
};
use crate::text::korean::syllable::{Syllable, last};

/// A word, and whether a comma follows.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) comma: bool,
}

/// A noun with the words that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arg {
    pub(super) words: Vec<String>,
    pub(super) case: Case,
    /// It is the person's: 제, 내, 우리.
    pub(super) mine: bool,
}

impl Arg {
    pub(super) fn noun(&self) -> String {
        self.words.join(" ")
    }

    pub(super) fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }
}

/// A clause.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    pub(super) args: Vec<Arg>,
    pub(super) adverbs: Vec<String>,
    /// Words that say when, in order.
    pub(super) times: Vec<String>,
    /// The person is its subject by name: 저는.
    pub(super) me: bool,
    /// None for one that no rule can read.
    pub(super) predicate: Option<Predicate>,
    /// Its words as they stand, without the person, and without its predicate.
    pub(super) words: Vec<String>,
    /// Of a noun with 이다: the words before it.
    pub(super) before: Vec<String>,
    /// Whether `before` is marked as the person's: 제.
    pub(super) mine: bool,
    /// Has a verb before a noun, to which what leads to it may belong.
    pub(super) has_modifier: bool,
}

impl Clause {
    pub(super) fn what(&self) -> Option<&What> {
        self.predicate.as_ref().map(|predicate| &predicate.what)
    }

    pub(super) fn denied(&self) -> Denied {
        self.predicate.as_ref().map_or(Denied::No, |predicate| predicate.denied)
    }

    pub(super) fn tense(&self) -> Tense {
        self.predicate.as_ref().map_or(Tense::Past, |predicate| predicate.tense)
    }

    /// Whether an adverb of this meaning is in it: one of a list.
    pub(super) fn says(&self, adverbs: &str) -> bool {
        self.adverbs.iter().any(|adverb| is_one_of(adverbs, adverb))
    }

    /// Its only noun, if it has one of these cases.
    pub(super) fn only(&self, cases: &[Case]) -> Option<&Arg> {
        match self.args.as_slice() {
            [arg] if cases.contains(&arg.case) => Some(arg),
            _ => None,
        }
    }

    /// The nouns of 이다, all of them.
    pub(super) fn is(&self) -> Option<Vec<&str>> {
        match self.what()? {
            What::Is(noun) if self.denied() == Denied::No && self.tense() != Tense::Past => {
                Some(self.before.iter().map(String::as_str).chain([noun.as_str()]).collect())
            }
            _ => None,
        }
    }
}

/// Who speaks, as the subject.
pub(super) const ME: &str = "저는 전 나는 난 제가 내가 저 나 저도 나도 저희는 저희 우리는 전요 저는요 나는요 저의경우 저만 나만 저로서는 저한테는 저한텐 나한테는 나한텐 저에게는 저에겐 나에게 나에겐 저한테 나한테 저에게 본인은";
/// What makes a noun theirs.
pub(super) const MINE: &str = "제 내 저의 나의 우리 저희 울 우리집 저희집";

/// The words of a sentence, marks taken off.
pub(super) fn tokens(sentence: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for word in sentence.split_whitespace() {
        let word = without_thousands(word);
        for (at, part) in word.split([',', '，', '、', ';']).enumerate() {
            if at > 0
                && let Some(last) = tokens.last_mut()
            {
                let last: &mut Token = last;
                last.comma = true;
            }
            let noise = |c: char| {
                !(c.is_alphanumeric() || matches!(c, '+' | '#' | '%')) || ('ㄱ'..='ㅣ').contains(&c)
            };
            let text = part.trim_matches(noise);
            // 살거예요 is 살 거예요.
            let will = [
                "거예요",
                "거에요",
                "꺼예요",
                "꺼에요",
                "거야",
                "겁니다",
                "예정이에요",
                "예정입니다",
                "예정이야",
            ]
            .into_iter()
            .find_map(|will| {
                let verb = text.strip_suffix(will)?;
                let end = Syllable::of(verb.chars().next_back()?)?;
                (end.last == last::R).then_some((verb, will))
            });
            let does = ["한", "할", "해", "했", "하", "합"].into_iter().find_map(|verb| {
                let (noun, rest) = text.split_at_checked(text.find(verb)?)?;
                let known = is_one_of(ACTIVITIES, noun) || is_one_of(EVENTS, noun);
                let form = form_as(rest, Verb::Say).filter(|form| form.mood != Mood::Adnominal);
                (known && form.is_some()).then_some((noun, rest))
            });
            match will.or(does) {
                Some((verb, will)) => {
                    tokens.extend([verb, will].map(|text| Token { text: text.to_owned(), comma: false }))
                }
                None if !text.is_empty() => tokens.push(Token { text: text.to_owned(), comma: false }),
                None => {}
            }
        }
    }
    joined(tokens)
}

/// A number as it is without the comma after its thousands: 2500 for 2,500.
fn without_thousands(word: &str) -> Cow<'_, str> {
    let is_number = word.split_once(',').is_some_and(|(before, after)| {
        before.ends_with(|c: char| c.is_ascii_digit())
            && after.chars().take_while(char::is_ascii_digit).count() == 3
    });
    if is_number { Cow::Owned(word.replace(',', "")) } else { Cow::Borrowed(word) }
}

/// Words that are one however they are spaced: 더 이상, 한 달.
fn joined(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let one = out.last().is_some_and(|before| match before.text.as_str() {
            "주" => {
                token.text.starts_with(|c: char| c.is_ascii_digit())
                    && token.text.ends_with(['회', '일', '번'])
            }
            "더" => token.text == "이상" || token.text == "이상은",
            "얼마" => token.text == "전에",
            "한" | "두" | "세" => token.text.starts_with('달') || is_one_of("시에 주 시간", &token.text),
            "내일" => token.text == "모레",
            _ => false,
        });
        match out.last_mut().filter(|_| one) {
            Some(before) => {
                if before.text == "주" {
                    before.text.push(' ');
                }
                before.text.push_str(&token.text);
                before.comma = token.comma;
            }
            None => out.push(token),
        }
    }
    out
}

/// The clauses of a sentence, in order.
pub(super) fn clauses(tokens: &[Token]) -> Vec<Clause> {
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let ended = predicate(rest).filter(|predicate| ends_clause(predicate, tokens, at));
        match ended {
            Some(predicate) => {
                let next = at.saturating_add(predicate.words);
                found.push(clause(tokens.get(start..at).unwrap_or_default(), Some(predicate)));
                (start, at) = (next, next);
            }
            None => {
                if let Some(predicate) = before_noun(rest) {
                    found.push(clause(tokens.get(start..at).unwrap_or_default(), Some(predicate)));
                    start = at.saturating_add(1);
                }
                at = at.saturating_add(1);
                // What no rule reads, but what ends a clause: 비가 와서.
                if words.get(at.saturating_sub(1)).is_some_and(|word| leads_on(word)) && start < at {
                    found.push(clause(tokens.get(start..at).unwrap_or_default(), None));
                    start = at;
                }
            }
        }
    }
    if start < words.len() {
        found.push(clause(tokens.get(start..).unwrap_or_default(), None));
    }
    found
}

/// A verb before what the person is: 부산에 사는 간호사예요. Nothing but that noun may follow.
fn before_noun(words: &[&str]) -> Option<Predicate> {
    let (first, rest) = words.split_first()?;
    let form = verbs::forms(first).find(|form| form.mood == Mood::Adnominal)?;
    let told = matches!(form.verb, Verb::Live | Verb::Work | Verb::Attend | Verb::Major);
    let (last, between) = rest.split_last()?;
    let bare = between.iter().all(|word| case_of(word).1 == Case::Bare && !is_verbal_modifier(word));
    let is = matches!(predicate(&[last])?, Predicate { what: What::Is(_), mood: Mood::Final { .. }, .. });
    (told && bare && is && between.len() <= 4).then_some(Predicate {
        what: What::Does(form.verb, form.stem),
        denied: Denied::No,
        tense: Tense::Present,
        mood: Mood::Adnominal,
        words: 1,
    })
}

fn ends_clause(predicate: &Predicate, tokens: &[Token], at: usize) -> bool {
    let end = at.saturating_add(predicate.words);
    let is_last = end >= tokens.len();
    let next = tokens.get(end).map_or("", |token| token.text.as_str());
    let comma = end.checked_sub(1).and_then(|end| tokens.get(end)).is_some_and(|token| token.comma);
    match predicate.mood {
        Mood::And | Mood::Leads => {
            // 의사고, 아니고: a noun that only looks like one is no end of a clause.
            let What::Is(noun) = &predicate.what else { return true };
            let short = noun.chars().count() < 2 && noun != "살" && !is_last && !comma;
            let broken_off = is_last && predicate.mood == Mood::And;
            !short && !broken_off
        }
        Mood::Final { polite } => {
            is_last
                || comma
                || is_one_of(CONNECTORS, next)
                || (polite && !matches!(next, "라고" | "하고" | "라며" | "라는"))
        }
        Mood::Respect => true,
        _ => false,
    }
}

/// Whether a word that is no form of a known verb leads on to another clause.
fn leads_on(word: &str) -> bool {
    let long = word.chars().count() > 1;
    // 끝났고.
    let past = word
        .strip_suffix('고')
        .and_then(|stem| Syllable::of(stem.chars().next_back()?))
        .is_some_and(|end| end.last == last::SS);
    past || long
        && [
            "지만",
            "는데",
            "은데",
            "니까",
            "해서",
            "와서",
            "워서",
            "아서",
            "어서",
            "려서",
            "으며",
            "면서",
            "자마자",
            "다가",
            "느라",
            "려고",
        ]
        .iter()
        .any(|ending| word.ends_with(ending))
        && !word.ends_with("에서")
}

fn clause(tokens: &[Token], predicate: Option<Predicate>) -> Clause {
    let mut clause = Clause {
        args: Vec::new(),
        adverbs: Vec::new(),
        times: Vec::new(),
        me: false,
        predicate,
        words: Vec::new(),
        before: Vec::new(),
        mine: false,
        has_modifier: false,
    };
    let mut pending: Vec<String> = Vec::new();
    let mut mine = false;
    for (at, token) in tokens.iter().enumerate() {
        let word = token.text.as_str();
        let next = tokens.get(at.saturating_add(1)).map_or("", |token| token.text.as_str());
        let first = clause.args.is_empty() && pending.is_empty();
        let connects = connects(word, next, clause.words.is_empty() && !clause.me);
        let spoken = is_me(word, next) || connects || is_one_of(MINE, word);
        if !spoken {
            clause.words.push(word.to_owned());
        }
        // 3년 전 is no 전 that speaks.
        let elsewhere = (!first && matches!(word, "전" | "저" | "나" | "난"))
            || (word == "전" && !clause.times.is_empty());
        if is_me(word, next) && !elsewhere {
            close(&mut clause, &mut pending, &mut mine);
            clause.me = true;
        } else if is_one_of(MINE, word) && pending.is_empty() {
            mine = true;
        } else if matches!(word, "건" | "게" | "걸") && clause_has_verb(&pending) {
            // 좋아하는 건: 것은.
            pending.push("것".to_owned());
            let case = match word {
                "건" => Case::Topic,
                "게" => Case::Subject,
                _ => Case::Object,
            };
            let words = with_object(&mut clause, std::mem::take(&mut pending));
            clause.args.push(Arg { words, case, mine: std::mem::take(&mut mine) });
        } else if connects || is_one_of(ADVERBS, word) {
            close(&mut clause, &mut pending, &mut mine);
            clause.adverbs.push(word.to_owned());
        } else if is_time(word, clause.times.last().map(String::as_str).filter(|_| pending.is_empty())) {
            close(&mut clause, &mut pending, &mut mine);
            clause.times.push(word.to_owned());
        } else if is_one_of(MODIFIERS, word) || is_verbal_modifier(word) || does_before_thing(word, next) {
            clause.has_modifier |= is_verbal_modifier(word);
            pending.push(word.to_owned());
        } else {
            let (noun, case) = case_of(word);
            pending.push(noun.to_owned());
            let case = if case == Case::Bare && token.comma { Case::And } else { case };
            if case != Case::Bare {
                let mut words = std::mem::take(&mut pending);
                if matches!(words.as_slice(), [.., verb, thing] if thing == "것" && verb.ends_with('는')) {
                    words = with_object(&mut clause, words);
                }
                clause.args.push(Arg { words, case, mine: std::mem::take(&mut mine) });
            }
        }
    }
    if matches!(clause.what(), Some(What::Is(_))) {
        // 키 180이에요.
        if pending.first().is_some_and(|word| is_measure(word)) {
            let words = vec![pending.remove(0)];
            clause.args.push(Arg { words, case: Case::Topic, mine: std::mem::take(&mut mine) });
        }
        clause.before = pending;
        clause.mine = mine;
    } else {
        close(&mut clause, &mut pending, &mut mine);
    }
    clause
}

/// 기타를 치는 것: the verb has its own object.
fn with_object(clause: &mut Clause, mut words: Vec<String>) -> Vec<String> {
    if let Some(own) = clause.args.pop_if(|arg| arg.case == Case::Object) {
        words.insert(0, object(&own.noun()));
    }
    words
}

/// 기타를 치는 것: what would else be 치 with its particle.
fn does_before_thing(word: &str, next: &str) -> bool {
    word.ends_with('는') && word.chars().count() > 1 && is_one_of("게 것 것이 것을 것은 건 걸", next)
}

/// Whether a word is the person as the subject: not 저 사람, nor 전 남편.
fn is_me(word: &str, next: &str) -> bool {
    const THAT: &[&str] = &[
        "사람",
        "분",
        "남자",
        "여자",
        "아이",
        "애",
        "친구",
        "학생",
        "아저씨",
        "아줌마",
        "할머니",
        "할아버지",
        "집",
        "가게",
        "회사",
        "건물",
    ];
    const FORMER: &[&str] = &[
        "남편",
        "아내",
        "와이프",
        "부인",
        "여친",
        "여자친구",
        "남친",
        "남자친구",
        "애인",
        "직장",
        "회사",
        "상사",
        "동료",
        "주인",
        "남자",
        "여자",
    ];
    let begins = |words: &[&str]| words.iter().any(|word| next.starts_with(word));
    // 저희 아버지.
    let ours = word == "저희" && {
        let noun = case_of(next).0;
        people::is_relative(noun) || people::is_pet(noun)
    };
    let points = word == "저" && begins(THAT);
    let is_past = word == "전" && begins(FORMER);
    is_one_of(ME, word) && !ours && !points && !is_past
}

/// Whether a word only joins sentences or calls out: 네, but not of 네 번; 참 and the like at the beginning alone.
fn connects(word: &str, next: &str, first: bool) -> bool {
    const CALLS: &str = "야 hi Hi hello Hello 네 예 응 아 어 음 참 와 오 대신 안녕 또";
    const COUNTED: &[&str] = &[
        "번", "잔", "명", "살", "마리", "시", "개", "달", "시간", "군데", "과목", "편", "권", "병", "판",
        "끼", "주",
    ];
    let counts = word == "네" && COUNTED.iter().any(|counted| next.starts_with(counted));
    is_one_of(CONNECTORS, word) && !counts && (first || !is_one_of(CALLS, word))
}

fn clause_has_verb(pending: &[String]) -> bool {
    pending.last().is_some_and(|word| word.ends_with('는') || is_one_of(TASTES, word))
}

fn close(clause: &mut Clause, pending: &mut Vec<String>, mine: &mut bool) {
    if !pending.is_empty() {
        let words = std::mem::take(pending);
        clause.args.push(Arg { words, case: Case::Bare, mine: std::mem::take(mine) });
    }
}
