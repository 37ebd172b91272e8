{#- The first script of every page: what the settings say of the theme's own parts, then start.js. -#}
{%- import "partials/language.html" as lang with context -%}
{%- set switches %}{% if config.theme.palette and config.theme.palette is not mapping %}{% include "partials/palette.html" %}{% endif %}{% endset -%}
{%- set icon %}{% include ".icons/material/magnify.svg" %}{% endset -%}
{%- set box %}{% include "partials/search.html" %}{% endset -%}
const theme = {{ {
  "switches": switches,
  "magnifier": icon,
  "box": box,
  "search": lang.t("search"),
  "features": config.theme.features,
  "translations": {
    "clipboard.copy": lang.t("clipboard.copy"),
    "clipboard.copied": lang.t("clipboard.copied"),
    "search.result.placeholder": "Titles, authors, abstracts, tags, days",
    "search.result.none": "Nothing found",
    "search.result.one": "Best matches",
    "search.result.other": "Best matches",
    "search.result.more.one": lang.t("search.result.more.one"),
    "search.result.more.other": lang.t("search.result.more.other"),
    "search.result.term.missing": lang.t("search.result.term.missing"),
    "select.version": lang.t("select.version")
  }
} | tojson }};
{% include "assets/start.js" %}
{% include "assets/copy.js" %}
