// Paints over what nobody shall recognise, by finger, pen, mouse or by numbers. It only says where: what is stored is made
// unrecognisable by the server. A mark is a radius and points; no radius and two points are a rectangle.

const PARTS = 10000;
const SQUARES = 36; // as many as the server makes
const MOST_SIDE = 1600;
const NEAR = 40; // points of a line that are nearer say nothing new

export const Brush = {
  props: { picture: Object, texts: Object, action: String, isBusy: Boolean, begun: { type: Array, default: () => [] } },
  emits: ["done", "cancel"],
  data() {
    return { marks: this.begun.map((mark) => [...mark]), tool: "brush", thick: 260, box: { left: 10, top: 10, wide: 20, high: 20 } };
  },
  mounted() {
    this.$refs.dialog.showModal();
    const { canvas } = this.$refs;
    const [wide, high] = [this.picture.naturalWidth ?? this.picture.width, this.picture.naturalHeight ?? this.picture.height];
    const scale = Math.min(1, MOST_SIDE / Math.max(wide, high));
    canvas.width = Math.max(1, Math.round(wide * scale));
    canvas.height = Math.max(1, Math.round(high * scale));
    this.longer = Math.max(canvas.width, canvas.height);
    this.mask = this.layer();
    this.squares = this.layer();
    const few = document.createElement("canvas");
    const square = Math.max(1, Math.floor(this.longer / SQUARES));
    few.width = Math.max(1, Math.floor(canvas.width / square));
    few.height = Math.max(1, Math.floor(canvas.height / square));
    few.getContext("2d").drawImage(this.picture, 0, 0, few.width, few.height);
    const pen = this.squares.getContext("2d");
    pen.imageSmoothingEnabled = false;
    pen.drawImage(few, 0, 0, canvas.width, canvas.height);
    this.draw();
  },
  methods: {
    layer() {
      const layer = document.createElement("canvas");
      layer.width = this.$refs.canvas.width;
      layer.height = this.$refs.canvas.height;
      return layer;
    },
    draw() {
      const { canvas } = this.$refs;
      const mask = this.mask.getContext("2d");
      mask.globalCompositeOperation = "source-over";
      mask.clearRect(0, 0, canvas.width, canvas.height);
      for (const mark of this.marks) this.lay(mask, mark);
      mask.globalCompositeOperation = "source-in";
      mask.drawImage(this.squares, 0, 0);
      const pen = canvas.getContext("2d");
      pen.drawImage(this.picture, 0, 0, canvas.width, canvas.height);
      pen.drawImage(this.mask, 0, 0);
    },
    lay(pen, [radius, ...flat]) {
      const { canvas } = this.$refs;
      const points = [];
      for (let at = 0; at + 1 < flat.length; at += 2)
        points.push([(flat[at] * canvas.width) / PARTS, (flat[at + 1] * canvas.height) / PARTS]);
      if (!radius) {
        const [[left, top], [right, bottom]] = points;
        pen.fillRect(Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top));
        return;
      }
      pen.lineWidth = (2 * radius * this.longer) / PARTS;
      pen.lineCap = "round";
      pen.lineJoin = "round";
      pen.beginPath();
      pen.moveTo(...points[0]);
      for (const point of points) pen.lineTo(...point);
      pen.stroke();
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
      if (mark?.[0] === 0 && (mark[1] === mark[3] || mark[2] === mark[4])) this.undo();
    },
    undo() {
      this.marks.pop();
      this.draw();
    },
    setBox() {
      const parts = (percent) => Math.round(Math.min(100, Math.max(0, Number(percent) || 0)) * (PARTS / 100));
      const { left, top, wide, high } = this.box;
      const end = (from, length) => Math.min(PARTS, parts(from) + parts(length));
      this.marks.push([0, parts(left), parts(top), end(left, wide), end(top, high)]);
      this.draw();
    },
    key(event) {
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && event.target.tagName !== "INPUT") {
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
