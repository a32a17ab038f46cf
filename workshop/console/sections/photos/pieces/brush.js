// Paints over what nobody shall recognise, by finger, pen, mouse or by numbers. It only says where: what is stored is made
// unrecognisable by the server. A mark is a radius and points; no radius and two points are a rectangle.

const PARTS = 10000;
// As many as the server makes, of a picture and of one place in it.
const SQUARES = 24;
const SQUARES_OF_A_PLACE = 3;
const MOST_SIDE = 1600;
const NEAR = 40; // points of a line that are nearer say nothing new

function plain(wide, high) {
  const canvas = document.createElement("canvas");
  canvas.width = wide;
  canvas.height = high;
  return canvas;
}

// A part of a picture in a few dots, each the mean of what it stands for: halved again and again, for a browser that makes a
// picture much smaller in one go leaves most of it out.
function mean(picture, [left, top, wide, high], [columns, rows]) {
  let now = plain(wide, high);
  now.getContext("2d").drawImage(picture, left, top, wide, high, 0, 0, wide, high);
  while (now.width > columns || now.height > rows) {
    const next = plain(Math.max(columns, Math.ceil(now.width / 2)), Math.max(rows, Math.ceil(now.height / 2)));
    next.getContext("2d").drawImage(now, 0, 0, next.width, next.height);
    now = next;
  }
  return now;
}

// What was painted over and hangs together, each with the box around it, as the server joins it.
function placesOf(marks, width, height) {
  const longer = Math.max(width, height);
  const places = [];
  for (const [radius, ...flat] of marks) {
    const xs = flat.filter((_, at) => at % 2 === 0).map((x) => (x * width) / PARTS);
    const ys = flat.filter((_, at) => at % 2).map((y) => (y * height) / PARTS);
    const thick = (radius * longer) / PARTS;
    let marked = [{ thick, xs, ys }];
    let box = [Math.min(...xs) - thick, Math.min(...ys) - thick, Math.max(...xs) + thick, Math.max(...ys) + thick];
    const meets = ({ box: other }) => box[0] <= other[2] && other[0] <= box[2] && box[1] <= other[3] && other[1] <= box[3];
    for (let at = places.findIndex(meets); at >= 0; at = places.findIndex(meets)) {
      const [met] = places.splice(at, 1);
      marked = [...met.marked, ...marked];
      box = box.map((edge, side) => (side < 2 ? Math.min : Math.max)(edge, met.box[side]));
    }
    places.push({ marked, box });
  }
  return places;
}

function lay(pen, before, { marked, box }) {
  const { width, height } = before;
  const sides = [box[2] - box[0], box[3] - box[1]];
  const square = Math.max(Math.max(width, height) / SQUARES, Math.max(...sides) / SQUARES_OF_A_PLACE);
  const more = sides.map((side) => Math.max(0, square - side) / 2);
  const left = Math.max(0, Math.floor(box[0] - more[0]));
  const top = Math.max(0, Math.floor(box[1] - more[1]));
  const wide = Math.max(1, Math.min(width, Math.ceil(box[2] + more[0]) + 1) - left);
  const high = Math.max(1, Math.min(height, Math.ceil(box[3] + more[1]) + 1) - top);
  const few = mean(before, [left, top, wide, high], [Math.max(1, Math.floor(wide / square)), Math.max(1, Math.floor(high / square))]);
  const soft = plain(wide, high);
  const mask = soft.getContext("2d");
  mask.translate(-left, -top);
  mask.lineCap = "round";
  mask.lineJoin = "round";
  for (const { thick, xs, ys } of marked) {
    if (!thick) {
      mask.fillRect(Math.min(...xs), Math.min(...ys), Math.abs(xs[1] - xs[0]), Math.abs(ys[1] - ys[0]));
      continue;
    }
    mask.lineWidth = 2 * thick;
    mask.beginPath();
    mask.moveTo(xs[0], ys[0]);
    xs.forEach((x, at) => {
      mask.lineTo(x, ys[at]);
    });
    mask.stroke();
  }
  mask.globalCompositeOperation = "source-in";
  mask.drawImage(few, left, top, wide, high);
  pen.drawImage(soft, left, top);
}

export const Brush = {
  props: { picture: Object, texts: Object, action: String, isBusy: Boolean, begun: { type: Array, default: () => [] } },
  emits: ["done", "cancel"],
  data() {
    return { marks: this.begun.map((mark) => [...mark]), tool: "brush", thick: 260, box: { left: 10, top: 10, wide: 20, high: 20 } };
  },
  mounted() {
    this.drawing = null;
    this.$refs.dialog.showModal();
    const { canvas } = this.$refs;
    const [wide, high] = [this.picture.naturalWidth ?? this.picture.width, this.picture.naturalHeight ?? this.picture.height];
    const scale = Math.min(1, MOST_SIDE / Math.max(wide, high));
    canvas.width = Math.max(1, Math.round(wide * scale));
    canvas.height = Math.max(1, Math.round(high * scale));
    this.longer = Math.max(canvas.width, canvas.height);
    this.finished = this.layer();
    this.finish();
  },
  methods: {
    layer() {
      return plain(this.$refs.canvas.width, this.$refs.canvas.height);
    },
    // Paint all marks anew; while one is being drawn only that one is.
    finish() {
      const pen = this.finished.getContext("2d");
      const { width, height } = this.finished;
      pen.drawImage(this.picture, 0, 0, width, height);
      const before = plain(width, height);
      before.getContext("2d").drawImage(this.finished, 0, 0);
      for (const place of placesOf(this.marks, width, height)) lay(pen, before, place);
      this.$refs.canvas.getContext("2d").drawImage(this.finished, 0, 0);
    },
    draw() {
      const pen = this.$refs.canvas.getContext("2d");
      pen.drawImage(this.finished, 0, 0);
      const [place] = placesOf(this.marks.slice(-1), this.finished.width, this.finished.height);
      lay(pen, this.finished, place);
    },
    place(event) {
      const around = this.$refs.canvas.getBoundingClientRect();
      const part = (at, from, length) => Math.round(Math.min(1, Math.max(0, (at - from) / length)) * PARTS);
      return [part(event.clientX, around.left, around.width), part(event.clientY, around.top, around.height)];
    },
    begin(event) {
      if (this.isBusy || event.button) return;
      event.preventDefault();
      this.$refs.canvas.setPointerCapture(event.pointerId);
      const point = this.place(event);
      this.marks.push(this.tool === "brush" ? [Number(this.thick), ...point] : [0, ...point, ...point]);
      this.drawing = event.pointerId;
      this.draw();
    },
    go(event) {
      if (this.drawing !== event.pointerId) return;
      const mark = this.marks.at(-1);
      const [x, y] = this.place(event);
      if (this.tool === "box") mark.splice(3, 2, x, y);
      else if (Math.hypot(x - mark.at(-2), y - mark.at(-1)) >= NEAR) mark.push(x, y);
      this.draw();
    },
    end(event) {
      if (this.drawing !== event.pointerId) return;
      this.drawing = null;
      const mark = this.marks.at(-1);
      // A tap with the rectangle marks nothing.
      if (mark[0] === 0 && (mark[1] === mark[3] || mark[2] === mark[4])) this.undo();
      else this.finish();
    },
    undo() {
      if (this.drawing !== null) return;
      this.marks.pop();
      this.finish();
    },
    setBox() {
      const parts = (percent) => Math.round(Math.min(100, Math.max(0, Number(percent) || 0)) * (PARTS / 100));
      const { left, top, wide, high } = this.box;
      const end = (from, length) => Math.min(PARTS, parts(from) + parts(length));
      this.marks.push([0, parts(left), parts(top), end(left, wide), end(top, high)]);
      this.finish();
    },
    key(event) {
      const isUndo = (event.ctrlKey || event.metaKey) && event.key === "z";
      if (isUndo && !this.isBusy && this.drawing === null && event.target.tagName !== "INPUT") {
        event.preventDefault();
        this.undo();
      }
    },
    count() {
      return this.marks.length === 1 ? this.texts.onePlace : this.texts.places.replace("{n}", this.marks.length);
    },
  },
  template: `
    <dialog ref="dialog" class="modal photo-brush" :aria-label="texts.blur" @cancel.prevent="$emit('cancel')" @keydown="key">
      <h2 class="modal-title">{{ texts.blur }}</h2>
      <p class="field-note">{{ texts.blurHow }}</p>
      <div class="photo-brush__tools">
        <div class="photo-brush__choice" role="group" :aria-label="texts.tool">
          <button v-for="each in ['brush', 'box']" :key="each" type="button" class="button" :class="{ primary: tool === each }"
            :aria-pressed="tool === each" @click="tool = each">{{ texts[each] }}</button>
        </div>
        <label v-if="tool === 'brush'" class="photo-brush__thick"><span>{{ texts.thick }}</span><input v-model="thick" type="range"
          min="80" max="1000" step="20"></label>
        <button type="button" class="button" :disabled="!marks.length || isBusy" @click="undo"><span aria-hidden="true">↶</span>{{ texts.undo }}</button>
        <p class="field-note" role="status">{{ marks.length ? count() : texts.noPlace }}</p>
      </div>
      <canvas ref="canvas" class="photo-brush__canvas" role="img" :aria-label="texts.canvas" @pointerdown="begin" @pointermove="go"
        @pointerup="end" @pointercancel="end"></canvas>
      <details class="photo-brush__numbers"><summary>{{ texts.byNumbers }}</summary>
        <div class="photo-brush__fields">
          <label v-for="name in ['left', 'top', 'wide', 'high']" :key="name" class="field"><span class="field-label">{{ texts[name] }}</span>
            <input v-model="box[name]" type="number" min="0" max="100" step="1" inputmode="numeric"></label>
          <button type="button" class="button" @click="setBox">{{ texts.setBox }}</button>
        </div>
      </details>
      <div class="buttons photo-brush__end">
        <button type="button" class="button primary" :disabled="!marks.length || isBusy" @click="$emit('done', marks)">{{ isBusy ? texts.busy : action }}</button>
        <button type="button" class="button" :disabled="isBusy" @click="$emit('cancel')">{{ texts.cancel }}</button>
      </div>
    </dialog>`,
};
