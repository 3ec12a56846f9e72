//! Words that say nothing about what is asked.
//!
//! They are indexed like any other, because the statistics already give them little weight in large collections. In a
//! small one they do not, so a query leaves them out, unless it consists of nothing else ("The Who" finds itself).

/// As the tokenizer gives them: normalised and stemmed.
const ENGLISH: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could",
    "did", "do", "doe", "dont", "for", "from", "had", "has", "have", "he", "her", "him", "his", "how", "i",
    "if", "im", "in", "is", "it", "its", "me", "my", "of", "on", "or", "our", "she", "should", "so", "some",
    "that", "the", "their", "them", "there", "thei", "thi", "to", "us", "was", "we", "were", "what", "when",
    "where", "which", "who", "whom", "why", "will", "with", "would", "you", "your",
];

/// Particles and endings that the pairs of syllables bring along, and question words.
const KOREAN: &[&str] = &[
    "에서",
    "에게",
    "으로",
    "하고",
    "한테",
    "까지",
    "부터",
    "습니",
    "니다",
    "니까",
    "어요",
    "아요",
    "해요",
    "었어",
    "았어",
    "했어",
    "나요",
    "가요",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "의",
    "에",
    "도",
    "와",
    "과",
    "로",
    "무엇",
    "뭐",
    "무슨",
    "어떤",
    "언제",
    "어디",
    "누구",
    "왜",
    "어떻",
    "떻게",
    "어떻게",
    "그리고",
    "하지만",
];

/// Japanese endings and question words by their pairs; single hiragana are left out anyway.
const JAPANESE: &[&str] = &[
    "です", "すか", "ます", "まし", "した", "ませ", "せん", "ある", "いる", "って", "から", "まで", "この",
    "その", "どこ", "なに", "いつ", "だれ",
];

/// Chinese particles, pronouns and question words, in both scripts.
const CHINESE: &[&str] = &[
    "的", "了", "是", "我", "你", "在", "吗", "嗎", "呢", "吧", "也", "什", "么", "麼", "哪", "谁", "誰",
    "怎", "什么", "什麼", "怎么", "怎麼", "哪里", "哪裡",
];

/// Whether a query leaves this token out.
pub(super) fn is_stop_word(token: &str) -> bool {
    let mut chars = token.chars();
    let is_kana = matches!((chars.next(), chars.next()), (Some('ぁ'..='ゖ' | 'ー'), None));
    is_kana || [ENGLISH, KOREAN, JAPANESE, CHINESE].iter().any(|words| words.contains(&token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize;

    #[test]
    fn the_words_are_met_as_tokens() {
        for text in ["what does she have", "why has this any", "they was his", "the", "です", "什么"] {
            for token in tokenize(text) {
                assert!(is_stop_word(&token), "{token}");
            }
        }
        assert!(!is_stop_word("eat") && !is_stop_word("서울") && !is_stop_word("먹"));
        assert!(!is_stop_word("目") && !is_stop_word("茶") && !is_stop_word("ねこ") && !is_stop_word(""));
    }
}
