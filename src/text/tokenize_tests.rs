//! What texts of every script come to, and that none is too much.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

#[test]
fn each_script_by_its_own_rules() {
    for (text, tokens) in [
        ("She's hiking in São Paulo!", &["she", "hike", "in", "sao", "paulo"][..]),
        ("3.14 and 1,000 on 2026-11-22", &["3.14", "and", "1000", "on", "2026", "11", "22"]),
        ("ana@gmail.com user_id", &["ana", "gmail", "com", "user", "id"]),
        ("l'eau don't", &["eau", "dont"]),
        ("서울에서", &["서울에서", "서울", "울에", "에서"]),
        ("강아지를", &["강아지를", "강아지", "강아", "아지", "지를"]),
        ("ㅋㅋㅋㅋ", &["ᄏᄏ"]),
        ("먹었어요", &["먹었어요", "먹", "먹었", "었어", "어요"]),
        ("LLM을 2024년에", &["llm", "을", "2024", "년에", "년"]),
        ("東京都に", &["東", "京", "都", "に", "東京", "京都", "都に"]),
        ("寿司 カレー", &["寿", "司", "寿司", "か", "れ", "ー", "かれ", "れー"]),
        ("東京タワー", &["東", "京", "た", "わ", "ー", "東京", "京た", "たわ", "わー"]),
        ("iPhone을 K팝 T셔츠", &["iphon", "을", "k", "팝", "t", "셔츠"]),
        ("C++ and C#, C", &["c", "c++", "and", "c", "c#", "c"]),
        ("Wi-Fi, e-mails; node.js", &["wi", "fi", "wifi", "e", "mail", "email", "node", "js", "nodej"]),
        ("GPT-4 at 3 p.m.", &["gpt", "4", "gpt4", "at", "3", "p", "m", "pm"]),
        ("cake 🎂🎂 🎉🎂 at 🎂", &["cake", "🎂", "🎉", "at", "🎂"]),
        ("👍🏽 👍 🇰🇷", &["👍", "🇰🇷"]),
        ("日本語text", &["日", "本", "語", "日本", "本語", "text"]),
        ("สวัสดี", &["ส", "ว", "ั", "ส", "ด", "ี", "สว", "วั", "ัส", "สด", "ดี"]),
        ("мама мыла раму", &["мама", "мыла", "раму"]),
        ("שלום عليكم", &["שלום", "عليكم"]),
    ] {
        assert_eq!(tokenize(text), tokens, "{text}");
    }
}

#[test]
fn text_without_words_gives_no_tokens() {
    for text in ["", "   ", "?!…—", "\u{301}\u{302}", "\u{200b}\u{200d}\u{feff}", "'''", "___", "\u{202e}"]
    {
        assert_eq!(tokenize(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn huge_texts_are_bounded() {
    for piece in [
        "💥",
        "👩‍👩‍👧‍👦",
        "가",
        "가나 ",
        "漢",
        "a",
        "a ",
        "\u{301}",
        "a\u{301}",
        "ﷺ",
        "'",
        "1,",
        "🇰",
        "\u{200d}",
        "กำ",
        "👍🏽🎂",
        "wi-",
        "a.",
        "ㅋ",
        "ᄀ\u{301}",
        "\u{e0fff}",
    ] {
        let tokens = tokenize(&piece.repeat(1_000_000 / piece.len()));
        assert!(tokens.len() <= MAX_TOKENS, "{piece}");
        assert!(tokens.iter().all(|t| (1..=MAX_TOKEN_CHARS).contains(&t.chars().count())), "{piece}");
    }
}

proptest! {
    #[test]
    fn takes_any_text(text in any::<String>()) {
        let tokens = tokenize(&text);
        prop_assert!(tokens.iter().all(|t| (1..=MAX_TOKEN_CHARS).contains(&t.chars().count())));
    }

    #[test]
    fn composed_and_decomposed_text_has_the_same_tokens(text in any::<String>(), words in "[가-힣é-ÿが-ゴ -ㅋᄀ-ᄒ]{0,20}") {
        for text in [text, words] {
            let (nfc, nfd) = (text.nfc().collect::<String>(), text.nfd().collect::<String>());
            prop_assert_eq!(tokenize(&nfc), tokenize(&nfd));
        }
    }
}
