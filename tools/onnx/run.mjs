// Runs a model on one batch: run.mjs MODEL INPUT TYPE DIMENSIONS OUTPUT. INPUT and OUTPUT are bare little-endian values, TYPE is float32
// or uint8, DIMENSIONS such as 8,1,28,28.
import { readFileSync, writeFileSync } from "node:fs";
import ort from "onnxruntime-node";

const [model, input, type, dimensions, output] = process.argv.slice(2);
const bytes = readFileSync(input);
const values = type === "uint8" ? new Uint8Array(bytes) : new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const session = await ort.InferenceSession.create(model);
const { logits } = await session.run({ input: new ort.Tensor(type, values, dimensions.split(",").map(Number)) });
writeFileSync(output, Buffer.from(logits.data.buffer, logits.data.byteOffset, logits.data.byteLength));
console.log(logits.dims.join(","));
