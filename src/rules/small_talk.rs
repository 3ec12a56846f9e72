//! What is said without saying anything: greetings, thanks, farewells, nods. A closed list of whole phrases, English and Korean; what is
//! not in it may say something.

use crate::text::{normalize, sentences};

/// Phrases, each whole, between bars.
type Phrases = &'static str;

/// What a message is worth to a memory, going by its words alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Talk {
    /// It says nothing, whatever went before: "thanks!".
    Small,
    /// It takes note, which says something only of what somebody asked or said of the person: "ok".
    Nods,
    /// It agrees with what was said before, if anything was: "yes".
    Agrees,
    /// It may say something.
    Says,
}

const SMALL: Phrases = "\
    hi|hello|hey|hi there|hello there|hey there|hiya|howdy|yo|greetings|good morning|good afternoon|\
    good evening|good night|goodnight|morning|welcome back|bye|bye bye|goodbye|good bye|see you|see ya|\
    see you later|see you soon|see you tomorrow|take care|have a nice day|have a good day|have a great day|\
    talk to you later|ttyl|later|cheers|thanks|thank you|thank you so much|thank you very much|thanks a lot|\
    thanks a million|many thanks|thanks so much|thanks again|thank you again|thx|ty|tysm|much appreciated|\
    i appreciate it|thanks for your help|thanks for the help|thank you for your help|you're welcome|\
    you are welcome|no worries|no problem|my pleasure|please|how are you|how are you doing|how's it going|\
    what's up|sup|nice to meet you|test|testing|ping|lol|lmao|haha|hahaha|hehe|hmm|hm|um|uh|oh|wow|sorry|\
    oops|안녕|안녕하세요|안녕하십니까|안녕히 계세요|안녕히 가세요|하이|헬로|반가워|반가워요|반갑습니다|\
    좋은 아침|좋은 아침이에요|좋은 아침입니다|좋은 하루 되세요|좋은 하루 보내세요|좋은 밤|잘 자|잘 자요|\
    안녕히 주무세요|잘 가|잘 가요|또 봐|또 봐요|다음에 봐요|나중에 봐요|내일 봐요|수고하세요|수고했어|\
    수고하셨습니다|수고했어요|고마워|고마워요|고맙습니다|정말 고마워|정말 고마워요|정말 고맙습니다|감사|\
    감사해요|감사합니다|정말 감사합니다|대단히 감사합니다|너무 감사합니다|도와줘서 고마워|\
    도와주셔서 감사합니다|땡큐|ㄱㅅ|ㅎㅇ|ㅂㅇ|ㅋㅋ|ㅋㅋㅋ|ㅋㅋㅋㅋ|ㅎㅎ|ㅎㅎㅎ|하하|하하하|헤헤|음|흠|아|오|\
    와|우와|죄송해요|죄송합니다|미안|미안해|미안해요|천만에요|별말씀을요|잘 지내|잘 지내요|잘 지내세요|\
    잘 부탁해|잘 부탁해요|잘 부탁드려요|잘 부탁드립니다|테스트";
const NODS: Phrases = "\
    ok|okay|okey|k|kk|okay then|ok then|alright|all right|got it|gotcha|i see|i got it|understood|noted|\
    makes sense|that makes sense|cool|nice|great|good|awesome|perfect|amazing|excellent|wonderful|fantastic|\
    very nice|very good|sounds good|sounds great|good to know|that's great|that's good|that's nice|\
    that's helpful|that helps|very helpful|great job|good job|well done|interesting|fair enough|go on|\
    continue|go ahead|ㅇㅋ|오케이|오키|알겠어|알겠어요|알겠습니다|알았어|알았어요|그렇구나|그렇군요|그렇군|\
    아하|좋아|좋아요|좋습니다|좋네|좋네요|굿|대박|멋지다|멋져요|최고|최고예요|훌륭해요|잘했어|잘했어요|그래|\
    그래요|이해했어|이해했어요|이해했습니다|재미있네요|신기하네요|계속해|계속해요|계속해 주세요";
const AGREES: Phrases = "\
    yes|yep|yeah|yup|ya|yes please|correct|right|that's right|that's correct|exactly|indeed|true|sure|\
    of course|absolutely|definitely|certainly|you're right|you got it|no|nope|nah|not really|maybe|perhaps|\
    네|넵|넹|예|응|어|웅|ㅇㅇ|맞아|맞아요|맞습니다|그럼|그럼요|물론|물론이죠|당연하지|당연하죠|아니|아니요|\
    아뇨|아니오|글쎄|글쎄요|아마|아마도";

/// Whether somebody asks something, or speaks of the person: then a nod may answer it. A Korean sentence need not name the person.
const TO_THE_PERSON: &[&str] = &["you", "your", "yours", "you're", "you've", "you'll", "yourself"];

/// What a message is worth. Its phrases are what stands between marks and line ends; the weightiest of them counts. One of
/// nothing but marks and emoji nods.
pub fn weighed(message: &str) -> Talk {
    let normal = normalize(message).replace('\u{2019}', "'");
    let mut heaviest = None;
    for phrase in normal.split(|c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '\'')) {
        let words: Vec<&str> = phrase.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        let phrase = words.join(" ");
        let talk = [(SMALL, Talk::Small), (NODS, Talk::Nods), (AGREES, Talk::Agrees)]
            .into_iter()
            .find(|(list, _)| list.split('|').any(|listed| normalize(listed) == phrase))
            .map_or(Talk::Says, |(_, talk)| talk);
        heaviest = heaviest.max(Some(talk));
    }
    heaviest.unwrap_or(Talk::Nods)
}

/// Whether a message that takes note of `before` may say something of the person by it.
pub fn may_be_answered_by_a_nod(before: &str) -> bool {
    let speaks = |sentence: &str| {
        let normal = normalize(sentence).replace('\u{2019}', "'");
        let mut words = normal.split(|c: char| !c.is_alphanumeric() && c != '\'');
        words.any(|word| TO_THE_PERSON.contains(&word))
            || normal.contains(['?', '？'])
            || sentence.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
    };
    sentences(before).any(|sentence| weighed(sentence) == Talk::Says && speaks(sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weightiest_phrase_counts() {
        for (message, talk) in [
            ("Hi there!", Talk::Small),
            ("hello, thanks a lot 🙏", Talk::Small),
            ("안녕하세요! 감사합니다~", Talk::Small),
            ("ㅋㅋㅋ", Talk::Small),
            ("Ok, thanks.", Talk::Nods),
            ("👍", Talk::Nods),
            ("...", Talk::Nods),
            ("네, 알겠습니다", Talk::Agrees),
            ("Yes!", Talk::Agrees),
            ("That’s right.", Talk::Agrees),
            ("no", Talk::Agrees),
            ("hi, I'm Ana", Talk::Says),
            ("thanks for the tea I like", Talk::Says),
            ("hi 5", Talk::Says),
            ("안녕하세요 저는 민지예요", Talk::Says),
            ("good morning from Lisbon", Talk::Says),
            ("I don't like hello", Talk::Says),
        ] {
            assert_eq!(weighed(message), talk, "{message}");
        }
    }

    #[test]
    fn no_phrase_stands_in_two_lists_and_each_is_found() {
        let all = [(SMALL, Talk::Small), (NODS, Talk::Nods), (AGREES, Talk::Agrees)];
        for (list, talk) in all {
            for phrase in list.split('|') {
                assert_eq!(weighed(phrase), talk, "{phrase}");
            }
        }
    }

    #[test]
    fn a_nod_answers_what_speaks_of_the_person() {
        for before in [
            "Do you live in Busan?",
            "I noted that you're vegan.",
            "Is it tea?",
            "부산에 사시는군요.",
            "Hi! Your dog is Rex.",
        ] {
            assert!(may_be_answered_by_a_nod(before), "{before}");
        }
        for before in
            ["Paris is the capital of France.", "You're welcome!", "How are you?", "안녕하세요!", ""]
        {
            assert!(!may_be_answered_by_a_nod(before), "{before}");
        }
    }
}
