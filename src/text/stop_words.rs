//! Words that say nothing about what is asked.
//!
//! They are indexed like any other, because the statistics already give them little weight in large collections. In a
//! small one they do not, so a query leaves them out, unless it consists of nothing else ("The Who" finds itself).

use std::collections::HashSet;

use super::tokenize::{Kind, Token};

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

/// Korean words that say nothing whatever ending they have: 있어요, 누구를, 했나요.
const KOREAN_STEMS: &[&str] = &[
    "하",
    "있",
    "되",
    "뭐",
    "무엇",
    "무슨",
    "어떤",
    "언제",
    "어디",
    "누구",
    "왜",
    "어떻",
    "그리고",
    "할",
    "수",
    "것",
    "거",
    "줄",
];

/// Whether a query leaves this token out.
pub(super) fn is_stop_word(token: &str) -> bool {
    let mut chars = token.chars();
    let is_kana = matches!((chars.next(), chars.next()), (Some('ぁ'..='ゖ' | 'ー'), None));
    is_kana || [ENGLISH, KOREAN, JAPANESE, CHINESE].iter().any(|words| words.contains(&token))
}

/// The tokens of a query that tell what is asked; all, if none does.
pub(super) fn telling(mut tokens: Vec<Token>) -> Vec<Token> {
    let is_stem = |token: &Token| matches!(token.kind, Kind::Word | Kind::Handle) && token.letters.is_empty();
    let empty: HashSet<usize> = tokens
        .iter()
        .filter(|token| is_stem(token) && KOREAN_STEMS.contains(&&*token.text))
        .map(|token| token.word)
        .collect();
    // 가 is a particle, and what 갔어요 has in common with 가다.
    let tells = |token: &Token| {
        !empty.contains(&token.word) && (token.kind == Kind::Handle || !is_stop_word(&token.text))
    };
    if tokens.iter().any(tells) {
        tokens.retain(tells);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize::{analyze, tokenize};

    #[test]
    fn a_korean_word_goes_with_its_endings_and_a_verb_stays() {
        let told = |query| telling(analyze(query)).into_iter().map(|token| token.text).collect::<Vec<_>>();
        assert_eq!(told("누구를 좋아해요?"), told("좋아해요"));
        assert_eq!(told("강아지 있어요?"), ["강아지", "강아", "아지"]);
        assert_eq!(told("부산 갔어요"), ["부산", "갔어요", "가", "갔어"]);
        assert!(told("있어요").contains(&"있".to_owned()), "unless there is nothing else");
    }

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
