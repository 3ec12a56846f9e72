//! What sentences in Korean say.
//!
//! ```text
//!   guard ─► clauses ─► predicates ─► verbs, copula     a sentence as its clauses; what each ends in, in which form
//!               └─► particles, letters                  its nouns, and what they are to it
//!   identity, home, work, taste, health, people         what a clause says, by topic: a table of its own each
//!   measures, records, skills, uses, habits, plans      what changes with time: sums, scores, tools, pastimes
//!   family                                              the same of somebody of the family
//!   forget, corrections                                 what a whole sentence wishes or puts right
//! ```
//!
//! The subject is mostly left out: then it is the person, unless the sentence or the one before speaks of somebody else. Only
//! forms that state something are read (see [`verbs`]), and only clauses of which every word is understood.

mod clauses;
mod copula;
mod corrections;
mod family;
mod forget;
mod guard;
mod habits;
mod health;
mod home;
mod identity;
mod letters;
mod lists;
mod measures;
mod nouns;
mod numbers;
mod particles;
mod people;
mod plans;
mod predicates;
mod procedures;
mod records;
mod say;
mod skills;
mod taste;
#[cfg(test)]
mod tests;
mod uses;
mod verbs;
mod when;
mod work;

use unicode_normalization::UnicodeNormalization;

use self::{
    clauses::{Clause, Token, clauses, tokens},
    particles::{Case, is_one_of},
    predicates::{Tense, What},
    verbs::{Mood, Verb},
    when::Clock,
};
use super::{Found, Slot, Statement};
use crate::model::Timestamp;

/// Reads the sentences of a message one after the other: whom one speaks of, the next may leave out.
#[derive(Debug, Default)]
pub(super) struct Reader {
    about: About,
    /// What follows is a text handed over, a dialogue or a game.
    is_over: bool,
}

impl Reader {
    /// What a sentence says.
    pub(super) fn read(&mut self, sentence: &str, at: Timestamp, offset_minutes: i32) -> Vec<Found> {
        let clock = Clock { at, offset_minutes };
        let sentence = plain(sentence);
        if let Some(topic) = forget::read(&sentence) {
            return vec![Found::Forget(topic)];
        }
        self.is_over |= guard::hands_over(&sentence);
        if self.is_over {
            return Vec::new();
        }
        let tokens = tokens(&sentence);
        self.about.hear(&tokens);
        if guard::asks_or_quotes(&sentence, &tokens) {
            let told = self.before_a_question(&sentence, &tokens, clock);
            return told.into_iter().map(Found::Statement).collect();
        }
        if let Some(procedure) = procedures::read(&tokens) {
            return vec![Found::Statement(procedure)];
        }
        if guard::says_nothing(&sentence) {
            return Vec::new();
        }
        let named = std::mem::take(&mut self.about.introduced);
        let mut statements = self.about.statements(&clauses(&corrections::without_wrong(&tokens)), clock);
        // What its own text does not say back was misread.
        statements.retain(|statement| slot_of(&statement.text) == statement.slot);
        // 우리 고양이 사료 좀: what follows may be the cat's.
        self.about.introduced |= named && statements.is_empty();
        if statements.is_empty() {
            let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
            let meant = corrections::read(&words);
            return meant.map(|(wrong, right)| Found::Correction { wrong, right }).into_iter().collect();
        }
        statements.into_iter().map(Found::Statement).collect()
    }

    /// What the person says of themselves by name before they ask: 저는 부산에 사는데, 어디가 좋을까요?
    fn before_a_question(&mut self, sentence: &str, tokens: &[Token], clock: Clock) -> Vec<Statement> {
        if guard::has_marks(sentence) {
            return Vec::new();
        }
        let leads = |token: &Token| {
            ["데", "데요", "지만", "라서", "어서", "아서"].iter().any(|end| token.text.ends_with(end))
        };
        let Some(end) = tokens.iter().position(leads) else { return Vec::new() };
        let Some((before, after)) = tokens.split_at_checked(end.saturating_add(1)) else { return Vec::new() };
        let words: Vec<&str> = before.iter().map(|token| token.text.as_str()).collect();
        if after.is_empty()
            || words.iter().any(|word| guard::is_unsure(word))
            || guard::says_nothing(&words.join(" "))
        {
            return Vec::new();
        }
        let all = clauses(before);
        let by_name = all.iter().all(|clause| clause.me);
        let mut statements = self.about.statements(&all, clock);
        // What one must not eat is asked for oneself.
        statements.retain(|statement| {
            let is_health = statement
                .slot
                .as_ref()
                .is_some_and(|slot| slot.key.starts_with("allergy:") || slot.key.starts_with("condition:"));
            let is_family = statement.text.starts_with("사용자의 ")
                && statement.categories.iter().any(|category| category == "family");
            // 내일 면접인데 뭘 입을까요?
            let is_dated = statement.event_time.is_some();
            (by_name || is_health || is_family || is_dated) && slot_of(&statement.text) == statement.slot
        });
        statements
    }
}

/// What a sentence of a memory is about.
pub(super) fn slot_of(text: &str) -> Option<Slot> {
    let text = plain(text);
    let rest = text.trim_start().strip_prefix("사용자")?;
    let subjects = [
        ("는 ", "저는 "),
        ("가 ", "제가 "),
        ("의 ", "제 "),
        ("에게 ", "저는 "),
        ("에게는 ", "저는 "),
        ("은 ", "저는 "),
        (" ", "제 "),
    ];
    let said = subjects
        .iter()
        .find_map(|(particle, mine)| Some(format!("{mine}{}", rest.strip_prefix(particle)?)))?;
    let first = crate::text::sentences(&said).next()?;
    let tokens = tokens(first);
    if guard::asks_or_quotes(first, &tokens) || guard::says_nothing(first) {
        return None;
    }
    let clock = Clock { at: Timestamp::default(), offset_minutes: 0 };
    About::default().statements(&clauses(&tokens), clock).into_iter().next()?.slot
}

/// A memory's text with what was wrong put right.
pub(super) fn corrected(text: &str, wrong: &str, right: &str) -> Option<String> {
    corrections::corrected(text, wrong, right)
}

/// One way of writing: whole syllables, plain quotation marks.
fn plain(sentence: &str) -> String {
    sentence
        .nfc()
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' => '\'',
            '\u{a0}' | '\u{3000}' => ' ',
            _ => c,
        })
        .collect()
}

/// Whom the sentences speak of.
#[derive(Debug, Default)]
struct About {
    /// Somebody else was named, and the person has not been since.
    other: bool,
    /// Somebody else was named at the side: a next sentence without a subject may be theirs.
    introduced: bool,
}

impl About {
    /// Begins a sentence: who was named at the side in the one before may be who this one speaks of.
    fn hear(&mut self, tokens: &[Token]) {
        self.other |= std::mem::take(&mut self.introduced);
        self.introduced = tokens.iter().any(|token| {
            let (noun, _) = particles::case_of(&token.text);
            people::is_relative(noun) || people::is_pet(noun)
        });
    }

    fn statements(&mut self, clauses: &[Clause], clock: Clock) -> Vec<Statement> {
        let mut found: Vec<Statement> = Vec::new();
        let mut said: Vec<(bool, Vec<Statement>)> = Vec::new();
        for (at, clause) in clauses.iter().enumerate() {
            let next = clauses.get(at.saturating_add(1));
            let before = at.checked_sub(1).and_then(|at| clauses.get(at));
            let clause = &as_of(clause, before, next);
            let belongs = clause.predicate.as_ref().is_some_and(|p| p.mood == Mood::Adnominal);
            said.push((belongs, self.said(clause, next, clock)));
        }
        for (at, (belongs, statements)) in said.iter().enumerate() {
            // 부산에 사는 사람이에요 says nothing of whom it is.
            let next = said.get(at.saturating_add(1));
            let before = at.checked_sub(1).and_then(|at| said.get(at));
            if (*belongs && next.is_none_or(|(_, next)| next.is_empty()))
                || before.is_some_and(|(belongs, before)| *belongs && before.is_empty())
            {
                continue;
            }
            let said = statements.iter().cloned();
            for statement in said {
                let same = |other: &Statement| {
                    other.text == statement.text
                        || (other.slot.is_some()
                            && other.slot.as_ref().map(|slot| &slot.key)
                                == statement.slot.as_ref().map(|slot| &slot.key))
                };
                found.retain(|other| !same(other));
                found.push(statement);
            }
        }
        found
    }

    fn said(&mut self, clause: &Clause, next: Option<&Clause>, clock: Clock) -> Vec<Statement> {
        const ALL: &str = "모두 다들 누구나 모든 대부분 사람들 많은 여러 각자 아무나 남들";
        if clause.args.iter().any(|arg| arg.words.first().is_some_and(|word| is_one_of(ALL, word))) {
            return Vec::new();
        }
        if clause.me || clause.mine || clause.args.iter().any(|arg| arg.mine) {
            self.other = false;
        }
        // 부산에 살고 요리를 좋아하는 친구: what 고 leads to may be a noun's.
        let leads_to_noun = clause.predicate.as_ref().is_some_and(|p| p.mood == Mood::And)
            && next.is_some_and(|next| next.has_modifier);
        let of_others = clause.predicate.as_ref().is_some_and(|p| p.mood == Mood::Respect);
        let said = if self.other || leads_to_noun {
            None
        } else if of_others {
            family::read(clause).or_else(|| people::named(clause).map(|said| vec![said]))
        } else {
            statements(clause, clock)
        };
        let another = |known: bool| clause.args.iter().any(|arg| names_another(arg, known));
        // 동생이 있고 부산에 살아요 is still the person; after the sentence it may be the brother.
        match clause.what() {
            Some(What::Does(Verb::Be | Verb::Raise, _)) if said.is_some() => self.introduced |= another(true),
            _ => self.other |= another(said.is_some()),
        }
        said.unwrap_or_default()
    }
}

/// 회사를 그만두고 이사했어요: what 고 joins to the past has happened, too, if it is a change.
fn as_of(clause: &Clause, before: Option<&Clause>, next: Option<&Clause>) -> Clause {
    let mut clause = clause.clone();
    let has_quit = matches!(before.and_then(Clause::what), Some(What::Does(Verb::Quit, _)));
    let of_work = |arg: &clauses::Arg| arg.case == Case::Object && is_one_of("직장 회사 일자리", arg.last());
    // 우체국을 그만두고 도서관으로 옮겼어요.
    if (has_quit || clause.args.iter().any(of_work))
        && let Some(predicate) = &mut clause.predicate
        && predicate.what == What::Does(Verb::Shift, "옮기")
    {
        predicate.what = What::Does(Verb::Change, "이직하");
    }
    if let Some(predicate) = &mut clause.predicate
        && predicate.mood == Mood::And
        && predicate.tense == Tense::Present
        && next.is_some_and(|next| next.predicate.is_some() && next.tense() == Tense::Past)
        && let What::Does(
            Verb::Quit
            | Verb::Move
            | Verb::Stop
            | Verb::Graduate
            | Verb::Divorce
            | Verb::Part
            | Verb::Retire
            | Verb::Enter,
            _,
        ) = predicate.what
    {
        predicate.tense = Tense::Past;
    }
    clause
}

fn statements(clause: &Clause, clock: Clock) -> Option<Vec<Statement>> {
    family::read(clause)
        .or_else(|| identity::read(clause))
        .or_else(|| home::read(clause))
        .or_else(|| health::read(clause))
        .or_else(|| taste::read(clause))
        .or_else(|| people::read(clause))
        .or_else(|| work::read(clause))
        .or_else(|| measures::read(clause))
        .or_else(|| records::read(clause))
        .or_else(|| skills::read(clause))
        .or_else(|| uses::read(clause))
        .or_else(|| habits::read(clause))
        .or_else(|| plans::read(clause, clock))
}

/// Whether a noun makes somebody else, or something else, what the sentence speaks of. `known`: a rule has read the clause, so
/// that only a person counts.
fn names_another(arg: &clauses::Arg, known: bool) -> bool {
    const PERSONS: &str = "걔 쟤 얘 그 그녀 그분 이분 저분 그애 사람 분 애 아저씨 아줌마 너 당신 사람들 누군가 강아지 고양이 개";
    const THINGS: &str = "날씨 시간 집 회사 학교 오늘 문제 코드 기분 배 머리 몸 눈 이것 이거 그거 저거 그것 이건 이름 취미 생일 나이 고향 직업 주말 커피 음식 하루 요즘 밥 비 길 여기 거기 이유 일";
    const MORE: &str = "영어 수학 국어 과학 일본어 중국어 음악 영화 책 공부 술 담배 고기 물 돈 약 주소 전공 목표 검정 흰색 검은색 색 디자인 가격 위치 자리 치료";
    let last = arg.last();
    let is_thing = is_one_of(THINGS, last)
        || is_one_of(MORE, last)
        || last.ends_with("치료")
        || is_one_of(lists::ACTIVITIES, last)
        || is_one_of(lists::EVENTS, last)
        || measures::is_measure(last);
    let person = arg.words.iter().any(|word| people::is_relative(word))
        || (last.ends_with('씨') && !is_one_of("날씨 글씨 솜씨 마음씨 불씨", last))
        || last.ends_with('님')
        || is_one_of(PERSONS, last);
    match arg.case {
        Case::Topic => person || !(known || is_thing),
        Case::Subject => person,
        _ => false,
    }
}
