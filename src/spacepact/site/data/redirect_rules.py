"""Write redirect rules for Apache (.htaccess): from the IRIs of the project to the files of the site, by Accept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from string import Template
from urllib.parse import unquote_to_bytes, urlsplit

from spacepact.errors import BadInput
from spacepact.graph import packaged_files
from spacepact.rdf import GRAPHS
from spacepact.site.model import Resource
from spacepact.terms import QUERY, SPID

NAMESPACE = SPID.removesuffix("id/")
_PLAIN = re.compile(r"https?://[A-Za-z0-9._~:/\[\]-]+/\Z")  # %, $ and quotation marks mean something in the rules

_START = Template("""\
# SpacePact
#
# $namespace: 303 redirects to the page or to a data file, by the header Accept.
# $comment

Options +FollowSymLinks -MultiViews
$options
<IfModule mod_headers.c>
Header always set Access-Control-Allow-Origin "*"
Header always merge Vary Accept
</IfModule>
RewriteEngine on

# The quality of each format in Accept, in thousandths, and one more digit: 2 if Accept names the format, 1 if it names
# text/* or application/*, 0 if it names */*. So of two formats of the same quality, the named one is chosen.
RewriteRule ^ - [$zero,E=best:9,E=form:html]
""")
# Each of these finds a media range and its parameters, reads the quality (1 if there is none), and pads it with zeros.
_RANGE = Template("""
RewriteCond %{HTTP_ACCEPT} "(?:^|,)\\s*$range\\s*(;[^,]*)?(?:,|$$)" [NC]
RewriteCond "%1;q=1" ";\\s*q\\s*=\\s*(1?)0?(?:\\.([0-9]*))?" [NC]
RewriteCond "%1.%2000" "^(1?)\\.([0-9]{3})"
RewriteRule ^ - [$scores]
""")
_BEST = """
# The best format; of equally good ones, the first of these. HTML if Accept is missing, or names no format of the site.
"""
_CHOICE = Template("""\
RewriteCond expr "%{ENV:$form} -gt %{ENV:best}"
RewriteRule ^ - [E=best:%{ENV:$form},E=form:$form]
""")
_FILES = """
# Files of this site
RewriteCond %{REQUEST_FILENAME} -f
RewriteRule ^ - [L]
"""
_TARGETS = Template("""
# A version of the ontology or of the shapes is in the site of the release
RewriteRule "^((?:ontology|shapes)(?:/[a-z-]+)*)/([0-9]+\\.[0-9]+\\.[0-9]+)$$" release/$$2/$$1 [DPI]

# Things, documents, passages, claims and queries
${exceptions}RewriteCond %{REQUEST_URI} "!\\.(?:$forms)$$"
RewriteRule "^((?:release/[^/]+/)?(?:id|query)/[^/]+)$$" $url$$1.%{ENV:form} [R=303,L]

# Terms and codes: the browser adds the fragment, such as #Claim
RewriteCond %{ENV:form} "=html"
RewriteRule "^(release/[^/]+/|)ontology(?:/(?:$modules))?$$" $url$$1$ontology [R=303,L]
RewriteRule "^((?:release/[^/]+/)?ontology(?:/(?:$modules))?)$$" $url$$1.%{ENV:form} [R=303,L]

# The bridges and the shapes have no page
RewriteCond %{ENV:form} "=html"
RewriteRule "^((?:release/[^/]+/)?(?:ontology/bridges/[a-z]+|shapes))$$" $url$$1.ttl [R=303,L]
RewriteRule "^((?:release/[^/]+/)?(?:ontology/bridges/[a-z]+|shapes))$$" $url$$1.%{ENV:form} [R=303,L]

# The graph
RewriteCond %{ENV:form} "!=html"
RewriteRule "^(release/[^/]+/|)(?:graph)?$$" $url$$1graph.%{ENV:form} [R=303,L]
RewriteRule "^(release/[^/]+/|)graph$$" $url$$1 [R=303,L]
""")
_ELSEWHERE = Template("""
# Everything else, such as data files; the site answers 404 if it is not there
RewriteRule "^(.*)$$" $url$$1 [R=302,L]
""")
_README = Template("""\
# SpacePact

$namespace has the IRIs of SpacePact, an open RDF knowledge graph of cooperation in space.

| IRI | what it names |
| --- | --- |
| `id/NAME` | a thing, a document, a passage or a claim |
| `ontology#NAME` | a term or a code |
| `query/NAME` | a named SPARQL query |
| `graph` | the dataset |
| `shapes` | the SHACL shapes |
| `release/VERSION/...` | the same in a release |

The rules redirect to the page at $url, or to the Turtle (`text/turtle`), JSON-LD (`application/ld+json`) or N-Triples
(`application/n-triples`) beside it, by the header `Accept` with its q-values. Without such a type, they redirect to the
page. For example:

```sh
curl -L -H 'Accept: text/turtle' ${namespace}id/state_pakistan
```

`spacepact site --url $url` writes both files of this folder, and a test runs the rules on Apache 2.4.

## Maintainers

- $author, GitHub: @ADD-YOUR-ACCOUNT
""")
_FORMS = ("html", "ttl", "jsonld", "nt")  # the first is chosen if several are equally good
# The formats that each media range includes, and the last digit of their quality; a more exact range comes later.
_RANGES: Iterable[tuple[str, tuple[str, ...], int]] = (
    ("*/*", _FORMS, 0),
    ("text/*", ("html", "ttl"), 1),
    ("application/*", ("jsonld", "nt"), 1),
    ("text/html", ("html",), 2),
    *((syntax.media_type, (form,), 2) for form, syntax in GRAPHS.items()),
)


def permanent_rules(url: str, resources: Iterable[Resource], ontology: str) -> str:
    """Return the rules for w3id.org: from the namespace of the project to the site at *url*.

    *ontology* is the path of the page of the terms. A resource whose page is not named like its IRI gets its own rule.
    Raises BadInput if *url* has a character with a meaning in the rules.
    """
    names = {"comment": "Contact: see README.md", "options": ""}
    return _rules(url, resources, ontology, names) + _ELSEWHERE.substitute(url=url)


def permanent_readme(url: str, author: str) -> str:
    """Return the README.md of the folder at w3id.org, for the site at *url*; *author* can be empty."""
    return _README.substitute(namespace=NAMESPACE, url=url, author=author or "The SpacePact project")


def site_rules(url: str, resources: Iterable[Resource], ontology: str) -> str:
    """Return the rules for an Apache server that hosts the site itself at *url*; with media types and the page 404."""
    types = "\n".join(f"AddType {syntax.media_type} .{form}" for form, syntax in GRAPHS.items())
    options = f"ErrorDocument 404 {urlsplit(url).path}404.html\nAddCharset UTF-8 .html .ttl .nt\n{types}\n"
    names = {"comment": "For an Apache server that hosts this folder.", "options": options}
    return _rules(url, resources, ontology, names, before=_FILES)


def _rules(url: str, resources: Iterable[Resource], ontology: str, names: Mapping[str, str], before: str = "") -> str:
    if not _PLAIN.match(url):
        raise BadInput(f"{url}: the redirect rules need a plain address: use only ASCII letters, digits and -._~:/[]")
    zero = ",".join(f"E={form}:0" for form in _FORMS)
    start = _START.substitute(names, namespace=NAMESPACE, zero=zero)
    ranges = (
        _RANGE.substitute(range=re.escape(name), scores=",".join(f"E={form}:%1%2{digit}" for form in included))
        for name, included, digit in _RANGES
    )
    choices = (_CHOICE.substitute(form=form) for form in _FORMS)
    exceptions = "".join(_exception(url, resource) for resource in resources)
    modules = "|".join(path.stem for path in packaged_files.ontology())
    known = {"url": url, "ontology": ontology, "forms": "|".join(_FORMS), "modules": modules}
    targets = _TARGETS.substitute(known, exceptions=exceptions)
    return "".join([start, *ranges, _BEST, *choices, before, targets])


def _exception(url: str, resource: Resource) -> str:
    """Return the rule for a resource whose page is not named like its IRI; empty if no rule is needed."""
    name = resource.iri.removeprefix(NAMESPACE)
    if not resource.iri.startswith((SPID, QUERY)) or name == resource.path:
        return ""
    # Apache compares the decoded path. An encoded line break or quotation mark must not end the rule.
    pattern = "".join(chr(b) if chr(b).isalnum() and b < 128 else f"\\x{b:02x}" for b in unquote_to_bytes(name))
    return f'RewriteRule "^{pattern}$" {url}{resource.path}.%{{ENV:form}} [R=303,L]\n'
