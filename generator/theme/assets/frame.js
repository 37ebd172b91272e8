{#- The first script of every page: constants that depend on settings, then start.js. It is a static
    template, so browsers cache it instead of loading these parts with each page. -#}
{%- import "partials/language.html" as lang with context -%}
{%- set switches %}{% if config.theme.palette and config.theme.palette is not mapping %}{% include "partials/palette.html" %}{% endif %}{% endset -%}
{%- set icon %}{% include ".icons/material/magnify.svg" %}{% endset -%}
{%- set box %}{% include "partials/search.html" %}{% endset -%}
{#- header_box.js and all modules that it imports, to be requested in parallel. The loop appends to the
    list that it iterates over. Jinja parses the modules as templates, so they must not contain its delimiters. -#}
{%- set modules = ["header_box.js"] -%}
{%- for name in modules -%}
  {%- set source %}{% include "assets/search/" ~ name %}{% endset -%}
  {%- for rest in source.split('from "./')[1:] -%}
    {%- set imported = rest.split('"')[0] -%}
    {%- if imported not in modules %}{% set _ = modules.append(imported) %}{% endif -%}
  {%- endfor -%}
{%- endfor -%}
const theme = {{ {
  "switches": switches,
  "magnifier": icon,
  "box": box,
  "search": lang.t("search"),
  "searchModules": modules,
  "features": config.theme.features,
  "translations": {
    "clipboard.copy": lang.t("clipboard.copy"),
    "clipboard.copied": lang.t("clipboard.copied"),
    "search.result.placeholder": "Search titles, authors, abstracts, tags and days",
    "search.result.none": "No results",
    "search.result.one": "Best matches",
    "search.result.other": "Best matches",
    "search.result.more.one": lang.t("search.result.more.one"),
    "search.result.more.other": lang.t("search.result.more.other"),
    "search.result.term.missing": lang.t("search.result.term.missing"),
    "select.version": lang.t("select.version")
  }
} | tojson }};
{% include "assets/start.js" %}
{% include "assets/copy_buttons.js" %}
