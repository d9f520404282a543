// What is seen of a page: every function gives a list of what is wrong, empty when all is well.
(() => {
  const inside = (a, b, slack) => a.left >= b.left - slack && a.right <= b.right + slack && a.top >= b.top - slack && a.bottom <= b.bottom + slack;
  const cross = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  const name = (step) => step.dataset.step;
  const shown = (element) => element.getClientRects().length > 0;
  const steps = (board) => [...board.querySelectorAll(".bm-step")].map((step) => ({ step, box: step.querySelector("rect").getBoundingClientRect() }));
  const boards = () => [...document.querySelectorAll("svg.bm-board")].filter(shown);

  const overlaps = () => boards().flatMap((board) => {
    const all = steps(board);
    return all.flatMap((one, n) => all.slice(n + 1).filter((other) => cross(one.box, other.box)).map((other) => `${name(one.step)} over ${name(other.step)}`));
  });

  const pierced = () => boards().flatMap((board) => {
    const all = steps(board);
    return [...board.querySelectorAll(".bm-arrow > path:first-of-type")].flatMap((path) => {
      const matrix = path.getScreenCTM();
      const length = path.getTotalLength();
      const hit = new Set();
      for (let at = 0; at <= length; at += 4) {
        const point = path.getPointAtLength(at).matrixTransform(matrix);
        all.filter(({ box }) => point.x > box.left + 1.5 && point.x < box.right - 1.5 && point.y > box.top + 1.5 && point.y < box.bottom - 1.5)
          .forEach(({ step }) => hit.add(name(step)));
      }
      return [...hit].map((step) => `${path.parentElement.dataset.link} through ${step}`);
    });
  });

  const clipped = () => {
    const texts = boards().flatMap((board) => {
      const frame = board.getBoundingClientRect();
      const out = [...board.querySelectorAll("text")].filter((text) => !inside(text.getBoundingClientRect(), frame, 1));
      const boxed = steps(board).flatMap(({ step, box }) => [...step.querySelectorAll("text")].filter((text) => !inside(text.getBoundingClientRect(), box, 1)));
      return [...out, ...boxed].map((text) => text.textContent);
    });
    const hidden = [...document.querySelectorAll("main *")].filter((e) => !(e instanceof SVGElement) && shown(e) && e.scrollWidth > e.clientWidth + 1
      && ["hidden", "clip"].includes(getComputedStyle(e).overflowX)).map((e) => `${e.tagName} ${e.className}: ${e.textContent.slice(0, 60)}`);
    return [...texts, ...hidden];
  };

  const wide = () => (document.documentElement.scrollWidth > innerWidth + 1 ? [`the page is ${document.documentElement.scrollWidth} wide`] : []);

  window.look = { overlaps, pierced, clipped, wide };
})();
