// Clocks count down by this computer's steady clock from what the server said was left. Shortly before the end and at the end
// a word stands beside; the hall then sees zero, only whoever moderates sees how long it is over.
(() => {
  "use strict";

  const deadlines = new WeakMap();
  const told = new Map(); // by the end of a clock: the last word of it that was read out

  const deadlineOf = (clock) => {
    const said = `${clock.dataset.secondsLeft}/${clock.dataset.set}`;
    if (deadlines.get(clock)?.said !== said)
      deadlines.set(clock, { said, at: performance.now() + 1000 * Number(clock.dataset.secondsLeft) });
    return deadlines.get(clock).at;
  };

  const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  const stepOf = (clock, left) => {
    if (left <= 0) return "over";
    return left <= Number(clock.dataset.warning) ? "soon" : "";
  };

  // Once for each end of a clock, however many clocks show it and however often they are drawn anew. What happened before the
  // page was open is no news.
  const tell = (clock, step) => {
    const key = clock.dataset.set;
    const before = told.get(key);
    told.set(key, step);
    if (before === undefined || before === step || !step) return;
    const status = document.querySelector("[data-clock-told]");
    if (status) status.textContent = clock.dataset[`${step}Told`];
  };

  const show = (clock) => {
    const left = Math.round((deadlineOf(clock) - performance.now()) / 1000);
    const step = stepOf(clock, left);
    const countsOver = left < 0 && "countsOver" in clock.dataset;
    const text = countsOver ? `+${minutes(-left)}` : minutes(Math.max(0, left));
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("is-soon", step === "soon");
    clock.classList.toggle("is-over", step === "over");
    const word = clock.nextElementSibling;
    const said = step ? clock.dataset[step] : "";
    if (word?.matches(".clock-word") && word.textContent !== said) word.textContent = said;
    tell(clock, step);
  };

  setInterval(() => {
    for (const clock of document.querySelectorAll("[data-seconds-left]")) show(clock);
  }, 250);
})();
