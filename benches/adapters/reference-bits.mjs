export { bits as default } from "./reference.mjs";
