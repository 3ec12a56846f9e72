//! The verbs that rules know, and the forms of them that state something. A form that is not listed here (a wish, a guess,
//! hearsay, a question) is no form a rule reads.

use super::letters::ending_under;
use crate::sort::Arrange;
use crate::text::korean::syllable::{Syllable, last};

/// Verbs and adjectives by what they say; those of one meaning are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Live,
    Move,
    Leave,
    Work,
    Attend,
    Enter,
    Change,
    Quit,
    Retire,
    Like,
    Love,
    Enjoy,
    Prefer,
    Hate,
    Good,
    Bad,
    Eat,
    Drink,
    Take,
    Be,
    Lack,
    Raise,
    Own,
    Buy,
    Drive,
    Marry,
    Divorce,
    Engage,
    Date,
    Part,
    Major,
    Learn,
    Graduate,
    Enrol,
    Born,
    Grow,
    Diagnosed,
    Suffer,
    Recover,
    Stop,
    Go,
    Leaves,
    Call,
    Say,
    Become,
    Not,
    Cannot,
    Heavy,
    Come,
    Out,
    Speak,
    Well,
    Book,
    Sit,
    Meet,
    Act,
    Smoke,
    Prepare,
    Pass,
    Promote,
    Hurt,
    Pregnant,
    Run,
    Ride,
    IsNot,
    Begin,
    Build,
    Fear,
    Hard,
    High,
    Low,
    Pay,
    Reach,
    Receive,
    Score,
    Set,
    Shift,
    Use,
    Wear,
}

/// Meaning, stem, the form in 어, and whether it is an adjective (its plain form is in 다 alone).
const VERBS: &[(Verb, &str, &str, bool)] = &[
    (Verb::Live, "살", "살아", false),
    (Verb::Live, "거주하", "거주해", false),
    (Verb::Move, "이사하", "이사해", false),
    (Verb::Move, "이사오", "이사와", false),
    (Verb::Move, "이사가", "이사가", false),
    (Verb::Move, "이주하", "이주해", false),
    (Verb::Move, "이민오", "이민와", false),
    (Verb::Move, "이민가", "이민가", false),
    (Verb::Leave, "떠나", "떠나", false),
    (Verb::Work, "일하", "일해", false),
    (Verb::Work, "근무하", "근무해", false),
    (Verb::Work, "재직하", "재직해", false),
    (Verb::Attend, "다니", "다녀", false),
    (Verb::Enter, "입사하", "입사해", false),
    (Verb::Enter, "취직하", "취직해", false),
    (Verb::Enter, "취업하", "취업해", false),
    (Verb::Change, "이직하", "이직해", false),
    (Verb::Quit, "퇴사하", "퇴사해", false),
    (Verb::Quit, "그만두", "그만둬", false),
    (Verb::Quit, "그만두", "그만두어", false),
    (Verb::Quit, "관두", "관둬", false),
    (Verb::Quit, "관두", "관두어", false),
    (Verb::Retire, "은퇴하", "은퇴해", false),
    (Verb::Retire, "퇴직하", "퇴직해", false),
    (Verb::Like, "좋아하", "좋아해", false),
    (Verb::Like, "조아하", "조아해", false),
    (Verb::Love, "사랑하", "사랑해", false),
    (Verb::Enjoy, "즐기", "즐겨", false),
    (Verb::Prefer, "선호하", "선호해", false),
    (Verb::Hate, "싫어하", "싫어해", false),
    (Verb::Hate, "혐오하", "혐오해", false),
    (Verb::Good, "좋", "좋아", true),
    (Verb::Bad, "싫", "싫어", true),
    (Verb::Eat, "먹", "먹어", false),
    (Verb::Drink, "마시", "마셔", false),
    (Verb::Take, "복용하", "복용해", false),
    (Verb::Be, "있", "있어", true),
    (Verb::Lack, "없", "없어", true),
    (Verb::Lack, "사라지", "사라져", false),
    (Verb::Lack, "없어지", "없어져", false),
    (Verb::Raise, "키우", "키워", false),
    (Verb::Raise, "기르", "길러", false),
    (Verb::Own, "가지", "가져", false),
    (Verb::Own, "소유하", "소유해", false),
    (Verb::Buy, "사", "사", false),
    (Verb::Buy, "구매하", "구매해", false),
    (Verb::Buy, "구입하", "구입해", false),
    (Verb::Drive, "몰", "몰아", false),
    (Verb::Marry, "결혼하", "결혼해", false),
    (Verb::Marry, "재혼하", "재혼해", false),
    (Verb::Divorce, "이혼하", "이혼해", false),
    (Verb::Engage, "약혼하", "약혼해", false),
    (Verb::Date, "사귀", "사귀어", false),
    (Verb::Date, "연애하", "연애해", false),
    (Verb::Part, "헤어지", "헤어져", false),
    (Verb::Major, "전공하", "전공해", false),
    (Verb::Learn, "공부하", "공부해", false),
    (Verb::Learn, "배우", "배워", false),
    (Verb::Graduate, "졸업하", "졸업해", false),
    (Verb::Enrol, "입학하", "입학해", false),
    (Verb::Enrol, "편입하", "편입해", false),
    (Verb::Born, "태어나", "태어나", false),
    (Verb::Grow, "자라", "자라", false),
    (Verb::Diagnosed, "진단받", "진단받아", false),
    (Verb::Suffer, "앓", "앓아", false),
    (Verb::Recover, "낫", "나아", false),
    (Verb::Recover, "완치되", "완치돼", false),
    (Verb::Stop, "끊", "끊어", false),
    (Verb::Go, "가", "가", false),
    (Verb::Leaves, "출발하", "출발해", false),
    (Verb::Call, "부르", "불러", false),
    (Verb::Say, "하", "해", false),
    (Verb::Become, "되", "돼", false),
    (Verb::Become, "되", "되어", false),
    (Verb::Not, "않", "않아", false),
    (Verb::IsNot, "아니", "아니어", true),
    (Verb::Cannot, "못하", "못해", false),
    (Verb::Heavy, "나가", "나가", false),
    (Verb::Come, "오", "와", false),
    (Verb::Out, "나오", "나와", false),
    (Verb::Ride, "타", "타", false),
    (Verb::Speak, "구사하", "구사해", false),
    (Verb::Well, "잘하", "잘해", false),
    (Verb::Book, "예약하", "예약해", false),
    (Verb::Sit, "보", "봐", false),
    (Verb::Sit, "보", "보아", false),
    (Verb::Meet, "만나", "만나", false),
    (Verb::Smoke, "피우", "피워", false),
    (Verb::Smoke, "피", "펴", false),
    (Verb::Hurt, "다치", "다쳐", false),
    (Verb::Hurt, "접질리", "접질려", false),
    (Verb::Hurt, "삐", "삐어", false),
    (Verb::Prepare, "준비하", "준비해", false),
    (Verb::Prepare, "계획하", "계획해", false),
    (Verb::Pass, "합격하", "합격해", false),
    (Verb::Promote, "승진하", "승진해", false),
    (Verb::Pregnant, "임신하", "임신해", false),
    (Verb::Run, "운영하", "운영해", false),
    (Verb::Act, "달리", "달려", false),
    (Verb::Act, "뛰", "뛰어", false),
    (Verb::Act, "걷", "걸어", false),
    (Verb::Act, "일어나", "일어나", false),
    (Verb::Act, "자", "자", false),
    (Verb::Act, "듣", "들어", false),
    (Verb::Act, "읽", "읽어", false),
    (Verb::Act, "쓰", "써", false),
    (Verb::Act, "치", "쳐", false),
    (Verb::Act, "챙겨먹", "챙겨먹어", false),
    (Verb::Retire, "정년퇴직하", "정년퇴직해", false),
    (Verb::Begin, "시작하", "시작해", false),
    (Verb::Build, "개발하", "개발해", false),
    (Verb::Build, "코딩하", "코딩해", false),
    (Verb::Build, "작업하", "작업해", false),
    (Verb::Fear, "무서워하", "무서워해", false),
    (Verb::Fear, "두려워하", "두려워해", false),
    (Verb::Fear, "무섭", "무서워", true),
    (Verb::Hard, "어려워하", "어려워해", false),
    (Verb::Hard, "힘들어하", "힘들어해", false),
    (Verb::Hard, "어렵", "어려워", true),
    (Verb::High, "높", "높아", true),
    (Verb::Low, "낮", "낮아", true),
    (Verb::Pay, "저축하", "저축해", false),
    (Verb::Pay, "투자하", "투자해", false),
    (Verb::Pay, "넣", "넣어", false),
    (Verb::Pay, "모으", "모아", false),
    (Verb::Pay, "붓", "부어", false),
    (Verb::Pay, "갚", "갚아", false),
    (Verb::Pay, "벌", "벌어", false),
    (Verb::Reach, "늘", "늘어", false),
    (Verb::Reach, "줄", "줄어", false),
    (Verb::Reach, "오르", "올라", false),
    (Verb::Reach, "떨어지", "떨어져", false),
    (Verb::Reach, "빠지", "빠져", false),
    (Verb::Receive, "받", "받아", false),
    (Verb::Score, "맞", "맞아", false),
    (Verb::Set, "늘리", "늘려", false),
    (Verb::Set, "줄이", "줄여", false),
    (Verb::Set, "올리", "올려", false),
    (Verb::Set, "내리", "내려", false),
    (Verb::Set, "낮추", "낮춰", false),
    (Verb::Set, "높이", "높여", false),
    (Verb::Set, "빼", "빼", false),
    (Verb::Set, "찌우", "찌워", false),
    (Verb::Set, "조정하", "조정해", false),
    (Verb::Set, "단축하", "단축해", false),
    (Verb::Shift, "바꾸", "바꿔", false),
    (Verb::Shift, "옮기", "옮겨", false),
    (Verb::Shift, "변경하", "변경해", false),
    (Verb::Shift, "갈아타", "갈아타", false),
    (Verb::Shift, "미루", "미뤄", false),
    (Verb::Shift, "미뤄지", "미뤄져", false),
    (Verb::Shift, "연기하", "연기해", false),
    (Verb::Shift, "연기되", "연기돼", false),
    (Verb::Shift, "당겨지", "당겨져", false),
    (Verb::Shift, "앞당기", "앞당겨", false),
    (Verb::Shift, "당기", "당겨", false),
    (Verb::Use, "사용하", "사용해", false),
    (Verb::Use, "이용하", "이용해", false),
    (Verb::Wear, "입", "입어", false),
    (Verb::Wear, "신", "신어", false),
];

/// How a verb stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    /// States something and ends the sentence. `polite`: in a form that nothing else looks like.
    Final { polite: bool },
    /// States something and leads on: 고.
    And,
    /// States something and leads on: 지만, 는데, 어서, 니까.
    Leads,
    /// Before 않아요, or an ending of its own: 지.
    Ji,
    /// Before 있어요, or leading on: 고.
    Go,
    /// Before a noun, or 편이에요: 는.
    Adnominal,
    /// Before a noun, of the past, or 지 3년 됐어요: ㄴ.
    Past,
    /// Before 거예요: ㄹ.
    Will,
    /// Before 했어요, 시작했어요, 때문에: 기로, 기.
    Gi,
    /// 려고.
    Ryeo,
    /// Before 됐어요: 게.
    Ge,
    /// Before another verb, or a plain ending: 어.
    Infinitive,
    /// States something of somebody held in honour, never of the one who speaks: 세요.
    Respect,
}

/// A form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) verb: Verb,
    /// The stem of the verb in the table.
    pub(super) stem: &'static str,
    pub(super) mood: Mood,
    pub(super) past: bool,
}

const PLAIN: Mood = Mood::Final { polite: false };
const POLITE: Mood = Mood::Final { polite: true };

/// After the stem as it is.
const AFTER_STEM: &[(&str, Mood)] = &[
    ("고", Mood::Go),
    ("구", Mood::Go),
    ("고요", POLITE),
    ("구요", POLITE),
    ("지", Mood::Ji),
    ("지는", Mood::Ji),
    ("지도", Mood::Ji),
    ("지를", Mood::Ji),
    ("진", Mood::Ji),
    ("질", Mood::Ji),
    ("죠", POLITE),
    ("지요", POLITE),
    ("지만", Mood::Leads),
    ("거든", PLAIN),
    ("거든요", POLITE),
    ("기로", Mood::Gi),
    ("기", Mood::Gi),
    ("게", Mood::Ge),
    ("잖아", PLAIN),
    ("잖아요", POLITE),
];
/// After the stem, ㄹ fallen: 사는데, 사네요.
const AFTER_FLOW: &[(&str, Mood)] = &[
    ("는", Mood::Adnominal),
    ("는데", Mood::Leads),
    ("는데요", POLITE),
    ("네", PLAIN),
    ("네요", POLITE),
    ("세요", Mood::Respect),
    ("셔요", Mood::Respect),
    ("십니다", Mood::Respect),
    ("시는데", Mood::Respect),
    ("신데", Mood::Respect),
    ("셔서", Mood::Respect),
    ("시고", Mood::Respect),
];
/// After a closed stem only.
const AFTER_CLOSED: &[(&str, Mood)] = &[
    ("습니다", POLITE),
    ("슴니다", POLITE),
    ("음", PLAIN),
    ("는다", POLITE),
    ("은데", Mood::Leads),
    ("은데요", POLITE),
    ("으니까", Mood::Leads),
    ("으며", Mood::And),
    ("으려고", Mood::Ryeo),
    ("으세요", Mood::Respect),
    ("으셔요", Mood::Respect),
    ("으십니다", Mood::Respect),
    ("으신데", Mood::Respect),
    ("으셔서", Mood::Respect),
    ("으시고", Mood::Respect),
    ("을", Mood::Will),
    ("은", Mood::Past),
];
/// After an open stem, or one in ㄹ.
const AFTER_OPEN: &[(&str, Mood)] = &[("며", Mood::And), ("려고", Mood::Ryeo), ("려구", Mood::Ryeo)];
/// After the form in 어.
const AFTER_INFINITIVE: &[(&str, Mood)] = &[
    ("", Mood::Infinitive),
    ("요", POLITE),
    ("여", POLITE),
    ("용", POLITE),
    ("서", Mood::Leads),
    ("서요", POLITE),
];
/// After the past's ㅆ.
const AFTER_PAST: &[(&str, Mood)] = &[
    ("어요", POLITE),
    ("어", PLAIN),
    ("습니다", POLITE),
    ("다", POLITE),
    ("고", Mood::And),
    ("고요", POLITE),
    ("구요", POLITE),
    ("지만", Mood::Leads),
    ("는데", Mood::Leads),
    ("는데요", POLITE),
    ("거든요", POLITE),
    ("거든", PLAIN),
    ("네요", POLITE),
    ("네", PLAIN),
    ("죠", POLITE),
    ("지", PLAIN),
    ("으니까", Mood::Leads),
    ("으며", Mood::And),
    ("음", PLAIN),
    ("었어요", POLITE),
    ("었습니다", POLITE),
    ("었다", POLITE),
    ("었는데", Mood::Leads),
];

/// The forms of verbs that a word may be, the longer stem first.
pub(super) fn forms(word: &str) -> impl Iterator<Item = Form> {
    let mut found: Vec<Form> = VERBS.iter().filter_map(|entry| form_of(word, *entry)).collect();
    found.arrange_by_key(|form| std::cmp::Reverse(form.stem.len()));
    found.into_iter()
}

/// The form of one verb, if the word is one.
pub(super) fn form_as(word: &str, verb: Verb) -> Option<Form> {
    VERBS.iter().filter(|entry| entry.0 == verb).find_map(|entry| form_of(word, *entry))
}

fn form_of(
    word: &str,
    (verb, stem, infinitive, adjective): (Verb, &'static str, &str, bool),
) -> Option<Form> {
    let (mood, past) = form(word, stem, infinitive, adjective)?;
    Some(Form { verb, stem, mood, past })
}

/// How a word is a form of a stem whose form in 어 is `infinitive`, and whether it is of the past.
pub(super) fn form(word: &str, stem: &str, infinitive: &str, adjective: bool) -> Option<(Mood, bool)> {
    let after = |base: &str, endings: &[(&str, Mood)]| {
        let rest = word.strip_prefix(base)?;
        endings.iter().find(|(ending, _)| *ending == rest).map(|(_, mood)| *mood)
    };
    let end = Syllable::of(stem.chars().next_back()?)?;
    let in_r = end.last == last::R;
    let flow = if in_r { ending_under(stem, last::NONE)? } else { stem.to_owned() };
    let present = after(stem, AFTER_STEM).or_else(|| after(&flow, AFTER_FLOW)).or_else(|| {
        if end.is_open() || in_r {
            after(stem, AFTER_OPEN).or_else(|| under(word, &flow))
        } else {
            after(stem, AFTER_CLOSED).filter(|mood| !(adjective && word.ends_with("는다") && *mood == POLITE))
        }
    });
    let of_adjective = || if adjective { after(stem, &[("다", POLITE)]) } else { None };
    if let Some(mood) = present.or_else(of_adjective).or_else(|| after(infinitive, AFTER_INFINITIVE)) {
        return Some((mood, false));
    }
    let past = ending_under(infinitive, last::SS)?;
    after(&past, AFTER_PAST).map(|mood| (mood, true))
}

/// Endings that close the stem's last syllable: 삽니다, 산다, 살, 삼.
fn under(word: &str, flow: &str) -> Option<Mood> {
    const M: u32 = 16;
    let closed = |last: u32, ending: &str| ending_under(flow, last).is_some_and(|base| word == base + ending);
    [
        (last::B, "니다", POLITE),
        (last::N, "다", POLITE),
        (last::N, "데", Mood::Leads),
        (last::N, "데요", POLITE),
        (last::NONE, "니까", Mood::Leads),
        (last::R, "", Mood::Will),
        (last::N, "", Mood::Past),
        (M, "", PLAIN),
    ]
    .into_iter()
    .find(|(last, ending, _)| closed(*last, ending))
    .map(|(.., mood)| mood)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_that_state_are_read_and_no_others() {
        let read = |word: &str, verb| form_as(word, verb).map(|form| (form.mood, form.past));
        for word in "살아요 삽니다 산다 사는데요 살거든요 사네요 살죠".split(' ') {
            assert_eq!(read(word, Verb::Live), Some((POLITE, false)), "{word}");
        }
        for word in "좋아해요 좋아합니다 좋아한다 좋아하는데요 좋아하거든요".split(' ')
        {
            assert_eq!(read(word, Verb::Like), Some((POLITE, false)), "{word}");
        }
        for word in "먹었어요 먹었습니다 먹었다 먹었거든요".split(' ') {
            assert_eq!(read(word, Verb::Eat), Some((POLITE, true)), "{word}");
        }
        assert_eq!(read("다녀서", Verb::Attend), Some((Mood::Leads, false)));
        assert_eq!(read("이사왔어요", Verb::Move), Some((POLITE, true)));
        for word in "살까 살래요 살면 산대요 사나요 살자 살아라 산다고 산다면".split(' ')
        {
            assert_eq!(read(word, Verb::Live), None, "{word}");
        }
    }
}
