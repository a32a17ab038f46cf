import { EntryCard } from "workshop-look/pieces.js";

export default EntryCard;
