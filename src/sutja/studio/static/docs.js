/* The API's reference, made from /openapi.json: what to send, what comes back, and a command to try. */

import { currentLanguage, languageButton, loadTexts, preferredLanguage, speak, text } from "./i18n.js";

const JSON_TYPE = "application/json";

await loadTexts();
speak(preferredLanguage());
languageButton(document.getElementById("language"), show);
await show();
document.body.classList.add("ready");

async function show() {
  const response = await fetch(`openapi.json?lang=${currentLanguage()}`);
  const api = await response.json();
  document.getElementById("lead").textContent = api.info.description;
  const articles = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => describe(api, path, method.toUpperCase(), operation)),
  );
  document.getElementById("operations").replaceChildren(...articles);
}

function describe(api, path, method, operation) {
  const bodies = operation.requestBody?.content ?? {};
  const parts = [
    element("h2", {}, element("span", { className: "method" }, method), " ", element("code", {}, path)),
    element("p", { className: "summary" }, operation.summary),
    element("p", {}, operation.description),
  ];
  if (operation.parameters) {
    parts.push(heading("docs.parameters"), fields(operation.parameters.map((each) => ({ ...each, ...each.schema }))));
  }
  if (operation.requestBody) {
    parts.push(heading("docs.body"), ...grouped(bodies).map(([types, schema]) => body(api, types, schema)));
  }
  parts.push(heading("docs.example"), element("pre", {}, commands(api, path, method, bodies).join("\n\n")));
  parts.push(heading("docs.answers"));
  for (const [status, answer] of Object.entries(operation.responses)) {
    parts.push(
      element(
        "details",
        { open: status === "200" },
        element("summary", {}, element("code", {}, status), " ", answer.description),
        fields(properties(api, answer.content[JSON_TYPE].schema)),
      ),
    );
  }
  return element("article", {}, ...parts);
}

/** The bodies as [types, schema], the types of a plain file together. */
function grouped(bodies) {
  const groups = [];
  let files = null;
  for (const [type, { schema }] of Object.entries(bodies)) {
    if (schema.format !== "binary") groups.push([[type], schema]);
    else if (files) files.push(type);
    else groups.push([(files = [type]), schema]);
  }
  return groups;
}

function body(api, types, schema) {
  const names = types.flatMap((type) => [", ", element("code", {}, type)]).slice(1);
  const content = schema.properties ? fields(properties(api, schema)) : element("p", {}, text("docs.file"));
  return element("div", { className: "body" }, ...names, content);
}

function fields(list) {
  const rows = list.map((field) => {
    const notes = [kind(field), field.required ? text("docs.required") : ""].filter(Boolean).join(", ");
    return element(
      "div",
      {},
      element("dt", {}, element("code", {}, field.name), " ", element("small", {}, notes)),
      element("dd", {}, field.description ?? ""),
    );
  });
  return element("dl", {}, ...rows);
}

/** The fields of an object's schema; those of an object inside it as "outer.inner", of objects in a list as
 * "outer[].inner".
 */
function properties(api, schema) {
  const { properties: all, required = [] } = resolved(api, schema);
  return Object.entries(all).flatMap(([name, field]) => {
    const own = resolved(api, field);
    const inside = (inner, path) => properties(api, inner).map((each) => ({ ...each, name: `${path}.${each.name}` }));
    if (own.properties) return inside(own, name);
    const items = own.items && resolved(api, own.items);
    const inner = items?.properties ? inside(items, `${name}[]`) : [];
    return [{ ...own, name, required: required.includes(name) }, ...inner];
  });
}

function kind(schema) {
  if (schema.format === "binary") return text("docs.file");
  if (schema.anyOf) return schema.anyOf.map(kind).join(" | ");
  if (schema.$ref) return "object";
  return schema.type === "array" ? `${kind(schema.items ?? schema.prefixItems[0])}[]` : schema.type;
}

/** `schema` itself, or the one that it refers to. */
function resolved(api, schema) {
  return schema.$ref ? api.components.schemas[schema.$ref.split("/").at(-1)] : schema;
}

function commands(api, path, method, bodies) {
  const address = location.origin + path;
  if (method === "GET") return [`curl ${address}`];
  return grouped(bodies).map(([[type], schema]) => {
    if (type === JSON_TYPE) {
      const sample = properties(api, schema).map(({ name, examples }) => [name, examples[0]]);
      return `curl ${address} \\\n  -H "Content-Type: ${type}" \\\n  -d '${JSON.stringify(Object.fromEntries(sample))}'`;
    }
    if (type === "multipart/form-data") return `curl ${address} -F ${Object.keys(schema.properties)[0]}=@picture.png`;
    return `curl ${address} \\\n  -H "Content-Type: ${type}" --data-binary @picture.${type.split("/")[1]}`;
  });
}

function heading(key) {
  return element("h3", {}, text(key));
}

function element(tag, attributes, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}
