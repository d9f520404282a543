"use strict";
(() => {
  const figures = [...document.querySelectorAll("figure.chart")];
  const value = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colours = () => ({
    "font.color": value("--ink"), "font.family": getComputedStyle(document.body).fontFamily,
    "xaxis.gridcolor": value("--rule"), "yaxis.gridcolor": value("--rule"),
    "xaxis.linecolor": value("--rule"), "yaxis.linecolor": value("--rule"),
  });
  const plots = figures.map((figure) => {
    const place = figure.querySelector(".plot");
    const drawn = JSON.parse(figure.querySelector("script").textContent);
    place.textContent = "";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", figure.querySelector("figcaption").textContent);
    Object.entries(colours()).forEach(([path, colour]) => {
      const [part, key] = path.split(".");
      (drawn.layout[part] ??= {})[key] = colour;
    });
    Plotly.newPlot(place, drawn.data, drawn.layout, { displayModeBar: false, responsive: true });
    return place;
  });
  const repaint = () => plots.forEach((place) => Plotly.relayout(place, colours()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  matchMedia("print").addEventListener("change", () => plots.forEach((place) => Plotly.Plots.resize(place)));
  const boards = document.querySelector(".boards");
  const views = [...boards.querySelectorAll(".view")];
  const links = [...boards.querySelectorAll(".views a")];
  const show = (chosen) => {
    boards.classList.add("chosen");
    views.forEach((view) => view.classList.toggle("current", view === chosen));
    links.forEach((link) => {
      if (link.hash === `#${chosen.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const follow = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const chosen = target && views.find((view) => view.contains(target));
    if (chosen) show(chosen);
    if (chosen && chosen !== target) target.scrollIntoView({ block: "center" });
  };
  show(views[0]);
  follow();
  addEventListener("hashchange", follow);
})();
