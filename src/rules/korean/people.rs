//! The person's people and animals.

use super::particles::is_one_of;

/// People as they stand to the person, with the relation of them to the person.
const RELATIVES: &[(&str, &str)] = &[
    ("엄마", "mother_of"),
    ("어머니", "mother_of"),
    ("아빠", "father_of"),
    ("아버지", "father_of"),
    ("부모님", "parent_of"),
    ("누나", "sister_of"),
    ("언니", "sister_of"),
    ("여동생", "sister_of"),
    ("형", "brother_of"),
    ("오빠", "brother_of"),
    ("남동생", "brother_of"),
    ("동생", "sibling_of"),
    ("막내동생", "sibling_of"),
    ("할머니", "grandmother_of"),
    ("외할머니", "grandmother_of"),
    ("할아버지", "grandfather_of"),
    ("외할아버지", "grandfather_of"),
    ("남편", "married_to"),
    ("신랑", "married_to"),
    ("아내", "married_to"),
    ("와이프", "married_to"),
    ("배우자", "married_to"),
    ("집사람", "married_to"),
    ("여자친구", "dating"),
    ("여친", "dating"),
    ("남자친구", "dating"),
    ("남친", "dating"),
    ("애인", "dating"),
    ("약혼자", "engaged_to"),
    ("약혼녀", "engaged_to"),
    ("딸", "daughter_of"),
    ("큰딸", "daughter_of"),
    ("작은딸", "daughter_of"),
    ("첫째", "child_of"),
    ("둘째", "child_of"),
    ("셋째", "child_of"),
    ("막내", "child_of"),
    ("아들", "son_of"),
    ("큰아들", "son_of"),
    ("작은아들", "son_of"),
    ("아이", "child_of"),
    ("아기", "child_of"),
    ("이모", "aunt_of"),
    ("고모", "aunt_of"),
    ("삼촌", "uncle_of"),
    ("외삼촌", "uncle_of"),
    ("사촌", "cousin_of"),
    ("사촌동생", "cousin_of"),
    ("조카", "niece_or_nephew_of"),
    ("시어머니", "mother_in_law_of"),
    ("장모님", "mother_in_law_of"),
    ("시아버지", "father_in_law_of"),
    ("장인어른", "father_in_law_of"),
    ("친구", "friend_of"),
    ("절친", "friend_of"),
    ("룸메이트", "roommate_of"),
    ("상사", "boss_of"),
    ("팀장", "boss_of"),
    ("팀장님", "boss_of"),
    ("동료", "colleague_of"),
    ("가족", "family_of"),
];

/// How somebody stands to the person: `sister_of` for 누나.
pub(super) fn relation_of(noun: &str) -> Option<&'static str> {
    RELATIVES.iter().find(|(relative, _)| *relative == noun).map(|(_, relation)| *relation)
}

/// Whether a noun names one of the person's people.
pub(super) fn is_relative(noun: &str) -> bool {
    relation_of(noun).is_some() || is_one_of("부모 가족들 친구들 아이들 애들 형제 자매 남매 시댁 처가", noun)
}
