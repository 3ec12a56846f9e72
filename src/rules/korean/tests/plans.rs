//! When plans happen, and until when they are of use, on the person's clock.

use super::*;

#[test]
fn plans_have_their_time_on_the_persons_clock() {
    for (sentence, from, to) in [
        ("오늘 저녁에 데이트가 있어요", "2026-04-30T15:00:00Z", "2026-05-01T15:00:00Z"),
        ("내일 시험이 있어요", "2026-05-01T15:00:00Z", "2026-05-02T15:00:00Z"),
        ("내일모레 시험이야", "2026-05-02T15:00:00Z", "2026-05-03T15:00:00Z"),
        ("5월 3일에 병원 예약이 있어요", "2026-05-02T15:00:00Z", "2026-05-03T15:00:00Z"),
        ("4월 3일에 병원 예약이 있어요", "2027-04-02T15:00:00Z", "2027-04-03T15:00:00Z"),
        ("다음 주에 제주도 가요", "2026-05-03T15:00:00Z", "2026-05-10T15:00:00Z"),
        ("다음 주 금요일에 발표가 있어요", "2026-05-07T15:00:00Z", "2026-05-08T15:00:00Z"),
        ("이번 주말에 부산 여행 가요", "2026-05-01T15:00:00Z", "2026-05-03T15:00:00Z"),
        ("수요일 오후 2시 반에 면접이 있어요", "2026-05-06T05:30:00Z", "2026-05-06T15:00:00Z"),
        ("3일 뒤에 수술이 있어요", "2026-05-03T15:00:00Z", "2026-05-04T15:00:00Z"),
        ("다음 달에 결혼해요", "2026-05-31T15:00:00Z", "2026-06-30T15:00:00Z"),
        ("내년에 미국으로 유학 갈 거예요", "2026-12-31T15:00:00Z", "2027-12-31T15:00:00Z"),
        ("2027년 3월 2일에 시험이 있어요", "2027-03-01T15:00:00Z", "2027-03-02T15:00:00Z"),
    ] {
        let plan = said(sentence).into_iter().find_map(|found| match found {
            Found::Statement(statement) => Some(statement),
            _ => None,
        });
        let times = plan.map(|plan| (plan.event_time, plan.expires_at));
        let wanted = [from, to].map(|time| Some(Timestamp::parse(time).unwrap()));
        assert_eq!(times, Some((wanted[0], wanted[1])), "{sentence}");
    }
}

#[test]
fn what_is_over_is_no_plan() {
    for sentence in ["어제 시험이 있었어요", "지난주에 면접이 있어요", "2020년 3월 2일에 시험이 있어요"]
    {
        assert_eq!(stated(sentence), "", "{sentence}");
    }
}
