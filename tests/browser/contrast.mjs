// WCAG 2 contrast, measured on the page as it is shown.

/** Every visible text below 4.5:1 against the ground it stands on, as "ratio text". Disabled controls are exempt, as in WCAG. */
export function contrastProblems(page) {
  return page.evaluate(() => {
    const parse = (color) => {
      const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
      return [r, g, b, a];
    };
    const luminance = (rgb) => {
      const [r, g, b] = rgb.map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const over = ([r, g, b, a], ground) => [r, g, b].map((value, i) => value * a + ground[i] * (1 - a));
    const groundOf = (node) => {
      const chain = [];
      for (let at = node; at; at = at.parentElement) chain.push(parse(getComputedStyle(at).backgroundColor));
      return chain.reverse().reduce((ground, color) => over(color, ground), [255, 255, 255]);
    };
    const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".unseen, :disabled, noscript, .skip");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const problems = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const node = text.parentElement;
      if (!text.data.trim() || !shown(node)) continue;
      const ground = groundOf(node);
      const pair = [luminance(over(parse(getComputedStyle(node).color), ground)), luminance(ground)].sort((a, b) => b - a);
      const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
      if (ratio < 4.5) problems.push(`${ratio.toFixed(2)} ${text.data.trim().slice(0, 40)}`);
    }
    return problems;
  });
}
