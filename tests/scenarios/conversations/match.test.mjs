import assert from "node:assert/strict";
import { test } from "node:test";

import { holds, isHistory, normalise, says } from "./match.mjs";

const found = (text, wanted) => holds(normalise(text), wanted);

test("case, accents, apostrophes and thousands are one spelling", () => {
  assert.ok(found("User lives in SÃO PAULO", "são paulo"));
  assert.ok(found("User’s budget is 1,500 euros", "user's budget is 1500"));
  assert.ok(found("ＦＵＬＬ width", "full"));
});

test("a Latin word begins where it is wanted, and may go on", () => {
  assert.ok(found("User is running", "run"));
  assert.ok(found("User (sci-fi fan)", "sci-fi"));
  assert.ok(!found("User eats prunes", "run"));
  assert.ok(found("저는Seoul에 살아요", "Seoul"));
});

test("a number is the whole number, with or without a space before its unit", () => {
  assert.ok(found("takes 20mg", "20 mg"));
  assert.ok(found("takes 20 mg", "20mg"));
  assert.ok(found("B+ in math", "B+"));
  assert.ok(found("on March 20th", "March 20"));
  for (const [text, wanted] of [["1200", "200"], ["200", "20"], ["2.5 kg", "5 kg"], ["7.5", "7"], ["at 6:30", "30"]]) assert.ok(!found(text, wanted), `${wanted} in ${text}`);
  assert.ok(found("at 7:30", "7"));
});

test("spaces do not count around Hangul", () => {
  assert.ok(found("매운 음식을 좋아한다", "매운음식"));
  assert.ok(found("토익점수는 790 점", "토익 점수"));
  assert.ok(found("토익점수는 790 점", "790점"));
  assert.ok(!found("1790점", "790점"));
});

test("signs of a pattern are letters", () => {
  assert.ok(found("likes C++ (a lot)", "c++ (a"));
  assert.ok(!found("abc", "a.c"));
});

test("a fact is said by all strings of one alternative, and by none that it must not hold", () => {
  const fact = { says: [["wife", "Korean"], ["아내", "한국"]], not: ["sister"] };
  assert.ok(says("User's wife is Korean", fact));
  assert.ok(says("사용자의 아내는 한국 사람이다", fact));
  assert.ok(!says("User's wife is kind", fact));
  assert.ok(!says("User's wife is Korean, like her sister", fact));
});

test("what speaks of the past says so", () => {
  for (const text of ["User no longer lives in Busan", "User used to smoke", "사용자는 더 이상 부산에 살지 않는다", "사용자는 예전에 부산에 살았다"]) assert.ok(isHistory(text), text);
  for (const text of ["User lives in Busan", "사용자는 부산에 산다", "User washes the car"]) assert.ok(!isHistory(text), text);
});
