// Opens each plan as bpmn.io and Camunda Modeler do: node opened.mjs FILE…
import { readFile } from "node:fs/promises";
import { BpmnModdle } from "bpmn-moddle";

let wrong = process.argv.length < 3 ? 1 : 0;
for (const file of process.argv.slice(2)) {
  try {
    const { rootElement, warnings } = await new BpmnModdle().fromXML(await readFile(file, "utf8"));
    const [plan] = rootElement.rootElements;
    const drawn = rootElement.diagrams[0].plane.planeElement;
    const lost = drawn.filter((one) => !one.bpmnElement || !plan.flowElements.includes(one.bpmnElement));
    for (const one of [...warnings.map(({ message }) => message), ...lost.map(({ id }) => `${id} draws nothing`)]) {
      wrong += 1;
      console.log(`${file}: ${one}`);
    }
    if (drawn.length !== plan.flowElements.length) {
      wrong += 1;
      console.log(`${file}: ${plan.flowElements.length} elements, ${drawn.length} drawn`);
    }
  } catch (error) {
    wrong += 1;
    console.log(`${file}: ${error.message}`);
  }
}
console.log(`${process.argv.length - 2} plans opened by bpmn-moddle, ${wrong} warnings`);
process.exit(wrong ? 1 : 0);
