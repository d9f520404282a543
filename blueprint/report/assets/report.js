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
    Plotly.newPlot(place, drawn.data, drawn.layout, { displayModeBar: false, responsive: true })
      .then(() => Plotly.relayout(place, colours()));
    return place;
  });
  const repaint = () => plots.forEach((place) => Plotly.relayout(place, colours()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
})();
