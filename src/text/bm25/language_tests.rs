//! What people of different languages type, and what they are to find: by plain search and among turns alike.

use super::*;
use crate::text::{Threads, Turn};

fn index(texts: &[&str]) -> WordIndex {
    let mut index = WordIndex::new();
    (0..).zip(texts).for_each(|(slot, text)| index.insert(slot, text));
    index
}

/// What a query finds, best first. Both ways of searching find the same, in a session of its own each.
fn found(index: &WordIndex, query: &str) -> Vec<u32> {
    let plain: Vec<u32> = index.search(query, 20, None).iter().map(|s| s.slot).collect();
    let slots: SlotSet = (0..index.texts.len() as u32).collect();
    let mut threads = Threads::new();
    for slot in slots.iter() {
        threads.insert(slot, Turn { thread: slot, at: 0, id: slot.into(), speaker: None });
    }
    let scores = index.search_threads(query, &threads, &[]);
    let mut among: Vec<u32> = scores.best(20, &slots).iter().map(|s| s.slot).collect();
    let mut sorted = plain.clone();
    among.sort_unstable();
    sorted.sort_unstable();
    assert_eq!(sorted, among, "{query}");
    plain
}

/// Every query finds the text of its line first.
fn each_finds_its_own(lines: &[(&str, &[&str])]) {
    let texts: Vec<&str> = lines.iter().map(|(text, _)| *text).collect();
    let index = index(&texts);
    for (slot, (text, queries)) in (0..).zip(lines) {
        for query in *queries {
            assert_eq!(found(&index, query).first(), Some(&slot), "{query} → {text}");
        }
    }
}

/// No query finds anything.
fn none_finds(texts: &[&str], queries: &[&str]) {
    let index = index(texts);
    for query in queries {
        assert_eq!(found(&index, query), Vec::<u32>::new(), "{query}");
    }
}

#[test]
fn korean_in_any_form() {
    each_finds_its_own(&[
        ("매일 아침 음악을 들어요", &["음악 듣다", "뭘 듣고 있어?", "들었어요?", "음악을 듣는 시간"]),
        ("겨울은 너무 추웠어요", &["춥다", "추운 겨울", "추워?"]),
        ("그 사람 이름은 몰라요", &["모르는 사람", "이름을 모르다", "몰랐어"]),
        ("집을 새로 지었어요", &["집을 짓다", "짓는 중"]),
        ("얼굴이 빨개요", &["빨갛다", "빨간 얼굴"]),
        ("일기를 써요", &["일기 쓰다", "썼어?", "일기를 쓸 때"]),
        ("부산에 갔어요", &["부산 가다", "언제 부산에 간 거야"]),
        ("맥주를 마셨어요", &["마시다", "마신 맥주"]),
        ("피아노를 배워요", &["배우다", "배운 악기"]),
        ("고양이를 좋아해요", &["좋아하다", "좋아한다", "고양이", "좋아하는 동물"]),
        ("제주도에 산다", &["살다", "제주도에서 살아요", "사는 곳"]),
        ("머리가 아팠어요", &["아프다", "아픈 머리"]),
        ("강아지를 키워요", &["강아지", "강아지가 키우다", "강아지는?", "강아지 있어요?"]),
        ("물을 많이 마시려고 해요", &["물", "물을 많이 해요?"]),
    ]);
}

#[test]
fn korean_with_and_without_spaces() {
    each_finds_its_own(&[
        ("김치찌개를 끓였다", &["김치 찌개", "김치찌개", "찌개"]),
        ("서울 대학교에 다닌다", &["서울대학교", "서울대학교에 다녀?"]),
        ("집 밥이 그립다", &["집밥"]),
        ("어제라면먹었어요", &["라면 먹었어요", "라면", "라면을 먹다"]),
        ("커피마셨어", &["커피 마시다", "커피를 마셔요"]),
        ("생일 선물로 시계를 받았다", &["생일선물", "생일선물로시계"]),
    ]);
}

#[test]
fn korean_mistyped() {
    each_finds_its_own(&[
        ("김치찌개를 끓였다", &["김치찌게", "김치찌게를"]),
        ("강아지가 아프다", &["강아쥐", "깅아지"]),
        ("라면을 좋아한다", &["라먄", "라몀"]),
        ("어제 떡볶이를 먹었어요", &["떡복이", "떡볶기", "먹엇어요"]),
        ("할머니 안녕하세요", &["안녕하세ㅛ", "안뇽하세요"]),
    ]);
    none_finds(&["김치찌개를 끓였다", "밥을 샀다"], &["법", "부산에서는"]);
    none_finds(&["우산을 샀다"], &["부산", "부산에"]);
}

#[test]
fn english_mistyped() {
    each_finds_its_own(&[
        (
            "She is allergic to peanuts",
            &["alergic", "penuts", "allergic to paenuts", "allergies to peanutts"],
        ),
        ("We ate at a lovely restaurant", &["restuarant", "restaraunt", "resturants"]),
        ("I received a package", &["recieved", "pakcage"]),
        ("Her birthday is in December", &["birtday", "decembre"]),
        ("волшебное молоко", &["молако"]),
        ("new shoes to run in", &["runing", "runing shoes"]),
        ("we went hiking", &["hikking"]),
    ]);
    none_finds(
        &["She has a cat and a car in 2024", "room number 4711 on floor 12345678", "I like tea"],
        &["bat", "2025", "4712", "12345679", "te", "cta", "oars", "soon", "lice"],
    );
}

#[test]
fn a_known_word_is_taken_as_it_is_typed() {
    let alone = index(&["the house", "a horse", "nothing else"]);
    assert_eq!(found(&alone, "house"), [0], "horse is one slip away");
    assert_eq!(found(&alone, "hpuse"), [0]);
    assert_eq!(found(&index(&["a kitchen", "my kitchan"]), "kitchin").len(), 2, "both may be meant");
    let scores = |texts: &[&str]| index(texts).search("green tea house", 9, None);
    let without = scores(&["green tea", "tea house", "other words"]);
    let with = scores(&["green tea", "tea house", "greed teas hoose"]);
    assert_eq!(with.len(), without.len() + 1, "teas is tea");
    assert!(!index(&["greed", "green"]).search("green", 9, None).iter().any(|s| s.slot == 0));
}

#[test]
fn plurals_of_other_languages() {
    each_finds_its_own(&[
        ("Meine Katze schläft", &["Katzen", "katze"]),
        ("Die Kinder spielen draußen", &["Kind", "Kindern"]),
        ("J'ai vu un cheval", &["chevaux"]),
        ("Elle aime les gâteaux", &["gâteau", "gateau"]),
        ("Me gustan las canciones", &["canción"]),
        ("Tenho dois corações", &["coração"]),
        ("Ho due gattini e un gatto", &["gatti", "gattino"]),
        ("De kat slaapt", &["katten"]),
        ("Två flickor", &["flicka"]),
    ]);
}

#[test]
fn a_language_that_the_texts_speak_is_known_by_them() {
    let german = index(&["Ich habe eine Katze", "Das ist nicht mein Hund", "Zwei Katzen und ein Hund"]);
    assert_eq!(found(&german, "Katze"), [0, 2], "a known word finds its other forms, after its own");
    assert_eq!(found(&german, "Hunde"), [1, 2]);
    let spanish = index(&["La luz que veo", "una casa para mi gata", "por la noche"]);
    assert_eq!(found(&spanish, "luces"), [0]);
    assert_eq!(found(&spanish, "gatos"), [1]);
    let english = index(&["I cook a meal", "the cooker is new"]);
    assert_eq!(found(&english, "cook"), [0], "in English texts a known word is itself");
}

#[test]
fn scripts_with_marks() {
    each_finds_its_own(&[
        ("Das Frühstück auf der Straße", &["fruhstuck", "STRASSE", "Frühstück"]),
        ("Smørrebrød i Łódź", &["smorrebrod", "lodz"]),
        ("Tôi thích phở Đà Nẵng", &["pho", "da nang", "Đà Nẵng"]),
        ("İstanbul'da ılık çay", &["istanbul", "ilik", "cay"]),
        ("أُحِبُّ القَهْوَة", &["احب القهوة", "القهوه"]),
        ("אֲנִי אוֹהֵב קָפֶה", &["קפה"]),
        ("मुझे हिन्दी पसंद है", &["हिन्दी"]),
        ("Μου αρέσει ο καφές", &["καφες", "ΚΑΦΕΣ"]),
        ("Моя ёлка зелёная", &["елка", "зеленая"]),
        ("りんごを食べました", &["リンゴ", "りんご", "食べる"]),
        ("ﾗｰﾒﾝが好きです", &["ラーメン", "らーめん"]),
        ("我喜欢喝绿茶", &["绿茶", "喝茶"]),
        ("ฉันชอบกินข้าวผัด", &["ข้าวผัด"]),
    ]);
}

#[test]
fn what_every_sentence_has_is_not_asked_for() {
    let index = index(&["ここはどこですか", "東京に住んでいます", "你在哪里", "我喜欢绿茶"]);
    assert_eq!(found(&index, "東京はどこですか").first(), Some(&1));
    assert_eq!(found(&index, "绿茶在哪里").first(), Some(&3));
    assert_eq!(found(&index, "どこですか").first(), Some(&0), "unless there is nothing else");
}

#[test]
fn mixed_scripts_and_spellings() {
    each_finds_its_own(&[
        ("LLM을 2024년에 배웠다", &["llm", "LLM", "2024", "2024년", "LLM을 배우다"]),
        ("iPhone을 잃어버렸다", &["iphone", "아이폰 iPhone은"]),
        ("K팝과 T셔츠", &["K팝", "셔츠", "K-팝"]),
        ("I write C++ at work", &["C++", "c++ work"]),
        ("I write C# at home", &["C#", "c# home"]),
        ("I learnt C last year", &["C last"]),
        ("node.js is slow", &["node.js", "nodejs", "Node JS"]),
        ("東京タワーに登った", &["東京タワー", "タワー", "東京"]),
        ("The Wi-Fi password is swordfish", &["wifi", "wi-fi", "WiFi password", "wi fi"]),
        ("Send me an email", &["e-mail", "email", "e-mails", "E mail"]),
        ("vanilla ice cream", &["icecream", "ice-cream", "ice cream"]),
        ("a new Pixel 15", &["pixel15"]),
        ("the flight is at 3 p.m.", &["3 pm", "3 p.m."]),
    ]);
}

#[test]
fn emoji_are_found_and_do_not_disturb() {
    let laughing = format!("my birthday party {}", "😂".repeat(100));
    let texts = ["cake for Ana 🎂", "so happy 👍🏽", "a party", &laughing, "moving to 🇰🇷 soon", "👨‍👩‍👧 time"];
    let index = index(&texts);
    for (query, first) in
        [("🎂", 0), ("👍", 1), ("👍🏿", 1), ("😂", 3), ("🇰🇷", 4), ("👨", 5), ("birthday 😂😂😂", 3)]
    {
        assert_eq!(found(&index, query).first(), Some(&first), "{query}");
    }
    assert!(found(&index, "🍕").is_empty());
    assert!(index.texts[3].as_ref().is_some_and(|text| text.length == 4));
}

#[test]
fn empty_and_endless_queries_have_defined_results() {
    let index = index(&["green tea", "the who", "서울에서 녹차를 마셨어요", "🎂"]);
    for nothing in ["", " ", "?!", "…", "\u{301}", "\u{200d}\u{fe0f}", "🍕", "\u{e000}\u{378}"] {
        assert!(found(&index, nothing).is_empty(), "{nothing:?}");
    }
    assert_eq!(found(&index, "the who"), [1], "stop words alone are searched for");
    for piece in ["tea ", "마셨어요 ", "unknowable ", "ㅋ", "🎂", "a\u{301}\u{302}", "Katzen-", "茶", "wi-"]
    {
        let query = piece.repeat(100_000 / piece.len());
        assert!(found(&index, &query).len() <= 4, "{piece}");
    }
    let long = format!("{} tea", "word ".repeat(1_000));
    assert_eq!(found(&index, &long), [0]);
}
