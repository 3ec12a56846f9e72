//! Which part of a profile a fact belongs to: read off its kind and categories, as rules and models give them.

use crate::model::{Kind, Version};

/// A part of a profile, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::engine) enum Part {
    /// Name, age, family, friends, animals.
    Who,
    Home,
    /// Work and study.
    Work,
    /// Health and diet.
    Health,
    /// Likes, dislikes, hobbies.
    Preferences,
    /// What is to happen.
    Plans,
    /// How things are to be done.
    Procedures,
    Other,
}

/// The words of a part among categories; an earlier part has the first say.
const WORDS: &[(Part, &[&str])] = &[
    (
        Part::Health,
        &[
            "health",
            "diet",
            "dietary",
            "allergy",
            "allergies",
            "medical",
            "medication",
            "medicine",
            "illness",
            "disability",
            "pregnancy",
            "건강",
            "식단",
            "알레르기",
            "질병",
            "의료",
            "약",
        ],
    ),
    (
        Part::Who,
        &[
            "identity",
            "name",
            "age",
            "birthday",
            "family",
            "relationship",
            "relationships",
            "partner",
            "spouse",
            "marriage",
            "children",
            "child",
            "parents",
            "siblings",
            "friend",
            "friends",
            "people",
            "pet",
            "pets",
            "animal",
            "animals",
            "language",
            "languages",
            "origin",
            "nationality",
            "personal",
            "이름",
            "나이",
            "생일",
            "가족",
            "관계",
            "친구",
            "반려동물",
            "자녀",
            "언어",
            "신상",
        ],
    ),
    (
        Part::Home,
        &[
            "home",
            "residence",
            "address",
            "location",
            "living",
            "housing",
            "거주",
            "거주지",
            "집",
            "주소",
            "사는 곳",
        ],
    ),
    (
        Part::Work,
        &[
            "work",
            "job",
            "career",
            "employment",
            "employer",
            "occupation",
            "profession",
            "business",
            "study",
            "studies",
            "school",
            "education",
            "learning",
            "skill",
            "skills",
            "직업",
            "직장",
            "일",
            "학교",
            "학업",
            "공부",
            "교육",
        ],
    ),
];
const LIKES: &[&str] = &[
    "preference",
    "preferences",
    "hobby",
    "hobbies",
    "interest",
    "interests",
    "food",
    "drink",
    "music",
    "sport",
    "sports",
    "games",
    "entertainment",
    "habit",
    "취향",
    "선호",
    "취미",
    "관심사",
    "음식",
    "음악",
    "운동",
];
const PLANS: &[&str] = &[
    "plan",
    "plans",
    "event",
    "events",
    "travel",
    "trip",
    "appointment",
    "schedule",
    "goal",
    "goals",
    "계획",
    "일정",
    "여행",
    "약속",
    "목표",
];

impl Part {
    /// All, in the order in which they are shown.
    pub(in crate::engine) const ALL: [Self; 8] = [
        Self::Who,
        Self::Home,
        Self::Work,
        Self::Health,
        Self::Preferences,
        Self::Plans,
        Self::Procedures,
        Self::Other,
    ];

    /// The part of a fact; none for a turn kept word for word, a picture or a sound.
    pub(in crate::engine) fn of(version: &Version) -> Option<Self> {
        let has = |words: &[&str]| {
            let is_one = |category: &String| words.contains(&category.trim().to_lowercase().as_str());
            version.categories.iter().any(is_one)
        };
        match version.kind {
            Kind::Verbatim | Kind::Media => return None,
            Kind::Procedure => return Some(Self::Procedures),
            Kind::Fact | Kind::Preference | Kind::Event => {}
        }
        if has(&["procedure"]) {
            return Some(Self::Procedures);
        }
        // What is dated is to come, or was, whatever it is about.
        if version.kind == Kind::Event {
            return Some(Self::Plans);
        }
        if let Some((part, _)) = WORDS.iter().find(|(_, words)| has(words)) {
            return Some(*part);
        }
        Some(match () {
            () if version.kind == Kind::Preference || has(LIKES) => Self::Preferences,
            () if has(PLANS) => Self::Plans,
            () => Self::Other,
        })
    }

    /// What stands before it.
    pub(super) const fn heading(self, korean: bool) -> &'static str {
        match (self, korean) {
            (Self::Who, false) => "Who",
            (Self::Home, false) => "Home",
            (Self::Work, false) => "Work",
            (Self::Health, false) => "Health",
            (Self::Preferences, false) => "Preferences",
            (Self::Plans, false) => "Plans",
            (Self::Procedures, false) => "How things are to be done",
            (Self::Other, false) => "Also",
            (Self::Who, true) => "인적 사항",
            (Self::Home, true) => "사는 곳",
            (Self::Work, true) => "일",
            (Self::Health, true) => "건강",
            (Self::Preferences, true) => "취향",
            (Self::Plans, true) => "계획",
            (Self::Procedures, true) => "원하는 방식",
            (Self::Other, true) => "그 밖에",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: Kind, categories: &[&str]) -> Option<Part> {
        let categories = categories.iter().map(|c| (*c).to_owned()).collect();
        Part::of(&Version { kind, categories, ..Version::default() })
    }

    #[test]
    fn a_fact_belongs_where_its_kind_and_categories_say() {
        for (kind, categories, want) in [
            (Kind::Fact, &["identity"][..], Part::Who),
            (Kind::Fact, &["Home", "place"], Part::Home),
            (Kind::Fact, &["study"], Part::Work),
            (Kind::Preference, &["food", "health"], Part::Health),
            (Kind::Fact, &["food", "알레르기"], Part::Health),
            (Kind::Preference, &["music"], Part::Preferences),
            (Kind::Fact, &["hobby"], Part::Preferences),
            (Kind::Fact, &["travel"], Part::Plans),
            (Kind::Event, &["work"], Part::Plans),
            (Kind::Procedure, &["work"], Part::Procedures),
            (Kind::Fact, &[], Part::Other),
        ] {
            assert_eq!(part(kind, categories), Some(want), "{kind:?} {categories:?}");
        }
        assert_eq!(part(Kind::Verbatim, &["identity"]), None);
        assert_eq!(part(Kind::Media, &[]), None);
    }
}
