"use strict";
// The page is complete without this script, which only adds keys that go from mark to mark.
(() => {
  const marks = [...document.querySelectorAll("a.mark[id]")];
  if (!marks.length) return;
  document.querySelector(".keys").hidden = false;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let last = -1;
  const go = (mark) => {
    last = marks.indexOf(mark);
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = marks.indexOf(document.activeElement);
    const at = focused < 0 ? last : focused; // a jump to a question takes the focus away
    if (event.key === "n" || event.key === "j") go(marks[(at + 1) % marks.length]);
    else if (event.key === "p" || event.key === "k") go(marks[(at <= 0 ? marks.length : at) - 1]);
    else if (event.key === "f" && at >= 0) location.hash = marks[at].hash;
    else return;
    event.preventDefault();
  });
})();
