// Words, stems and themes: the emulator's small notion of meaning, shared by its embeddings and its replies.

const STOP = new Set(
  ("a an the and or but of to in on at for with from by as is am are was were be been being do does did not no so " +
    "it its this that these those i me my mine we our you your he him his she her hers they them their what which " +
    "who whom when where why how can could will would shall should may might must have has had about into than then " +
    "there here just very really user users s t m re ve ll d now please tell know " +
    "저는 나는 제가 내가 저 나 제 내 사용자는 사용자의 사용자 무엇을 뭐 무엇 어디에 어디 언제 누구 있어요 있다 있습니다").split(" "),
);

/** Words that point the same way, by theme. Latin words are compared by stem, Hangul ones by prefix. */
const THEMES = {
  food: "food eat eats eating ate diet dietary vegetarian vegan pescatarian meal meals dinner lunch breakfast restaurant cook cooking recipe dish cuisine allergic allergy allergies meat snack hungry 음식 먹 식사 채식 요리 식단 저녁 점심 아침밥 알레르기 고기 비건 식당",
  diet: "diet diets dietary vegetarian vegan pescatarian 채식 비건 식단",
  allergy: "allergic allergy allergies 알레르기",
  home: "live lives living lived home house apartment flat city town country move moved moving reside address neighborhood based 살아 살고 산다 사는 삽니다 사세요 살지 집 이사 도시 거주 주소",
  work: "work works working worked job career profession occupation employer company office engineer nurse teacher developer doctor designer 일해 일하 일합 일한 직업 직장 회사 출근 엔지니어 간호사 교사 개발자 의사",
  pet: "pet pets dog dogs puppy cat cats kitten hamster parrot rabbit animal 반려 강아지 고양이 개는 애완",
  name: "name named called call 이름 성함 불러",
  family: "family wife husband partner son daughter child children kid kids mother father mom dad parent parents brother sister sibling 가족 아내 남편 아들 딸 엄마 아빠 어머니 아버지 부모 형제 동생 누나 언니 오빠",
  travel: "travel trip vacation holiday flight fly visit visited journey tour 여행 휴가 비행 방문",
  music: "music song songs band concert guitar piano sing album jazz 음악 노래 밴드 콘서트 기타 피아노",
  sport: "sport sports run running marathon gym swim swimming climb climbing football soccer tennis yoga hike hiking cycling exercise 운동 달리기 마라톤 수영 등산 축구 테니스 요가",
  health: "health sick illness doctor medicine medication pain sleep hospital 건강 병원 아파 약을 수면",
  birthday: "birthday born birth age old 생일 태어 나이",
  drink: "drink drinks coffee tea wine beer juice espresso 마시 마셔 커피 차를 와인 맥주",
  like: "like likes love loves enjoy favorite favourite prefer hobby hobbies 좋아 사랑 취미 선호",
};

/** The words of a text: NFC, lower case, runs of letters and digits. */
export function tokens(text) {
  return text.normalize("NFC").toLowerCase().replace(/[’']s\b/g, "").match(/[\p{L}\p{N}]+/gu) ?? [];
}

export function isStopWord(word) {
  return STOP.has(word);
}

/** Strips the commonest English endings: vegetarians → vegetarian, lives, living, lived → liv. */
export function stem(word) {
  if (!/^[a-z]{4,}$/.test(word)) return word;
  const bare = word
    .replace(/ies$/, "y")
    .replace(/(ss|sh|ch|x|z)es$/, "$1")
    .replace(/([^s])s$/, "$1")
    .replace(/(.{3})ing$/, "$1")
    .replace(/(.{2})ed$/, "$1");
  return bare.replace(/(.{2})e$/, "$1");
}

const isHangul = (word) => /^[\p{Script=Hangul}]+$/u.test(word);

/** The theme words, split once: Latin stem → themes, and Hangul prefixes. */
const THEME_STEMS = new Map();
const THEME_PREFIXES = [];
for (const [theme, list] of Object.entries(THEMES)) {
  for (const word of list.split(" ")) {
    if (isHangul(word)) THEME_PREFIXES.push([word, theme]);
    else THEME_STEMS.set(stem(word), [...new Set([...(THEME_STEMS.get(stem(word)) ?? []), theme])]);
  }
}

export function themesOf(word) {
  if (!isHangul(word)) return THEME_STEMS.get(stem(word)) ?? [];
  return [...new Set(THEME_PREFIXES.filter(([prefix]) => word.startsWith(prefix)).map(([, theme]) => theme))];
}

/** Every theme a text touches. */
export function themes(text) {
  return [...new Set(tokens(text).flatMap(themesOf))];
}

/** The stems that carry meaning. */
export function keywords(text) {
  return new Set(tokens(text).filter((word) => !isStopWord(word)).map(stem));
}

const WORD = 1;
const STOP_WORD = 0.1;
const THEME = 1.2;
const HANGUL_BIGRAM = 0.6;
const LATIN_TRIGRAM = 0.15;

/** The sparse features of a text, feature → weight: words, themes, Hangul syllable bigrams, Latin letter trigrams. */
export function features(text) {
  const out = new Map();
  const raise = (name, weight) => out.set(name, Math.max(out.get(name) ?? 0, weight));
  for (const word of tokens(text)) {
    if (isStopWord(word)) {
      raise(`w:${word}`, STOP_WORD);
      continue;
    }
    raise(`w:${stem(word)}`, WORD);
    for (const theme of themesOf(word)) raise(`t:${theme}`, THEME);
    if (isHangul(word)) {
      for (const gram of grams(word, 2)) raise(`h:${gram}`, HANGUL_BIGRAM);
    } else {
      for (const gram of grams(`^${stem(word)}$`, 3)) raise(`g:${gram}`, LATIN_TRIGRAM);
    }
  }
  return out;
}

/** The cosine of two texts' features, 0 to 1. */
export function similarity(a, b) {
  const [left, right] = [features(a), features(b)];
  let dot = 0;
  for (const [name, weight] of left) dot += weight * (right.get(name) ?? 0);
  const length = (map) => Math.sqrt([...map.values()].reduce((sum, weight) => sum + weight * weight, 0));
  const scale = length(left) * length(right);
  return scale === 0 ? 0 : dot / scale;
}

function grams(word, size) {
  const letters = [...word];
  return letters.slice(0, Math.max(0, letters.length - size + 1)).map((_, at) => letters.slice(at, at + size).join(""));
}
