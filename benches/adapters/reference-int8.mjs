export { int8 as default } from "./reference.mjs";
