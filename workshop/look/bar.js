import { Bar } from "workshop-look/pieces.js";

export default Bar;
