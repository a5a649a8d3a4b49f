#!/usr/bin/env bash
# Install what ask.py compares with into a folder (by default .peers in the checkout): Apache Jena's arq by Maven,
# Comunica by npm, kurra by pip. Each comes by its own client, from where that client is set to look. A peer whose
# client is missing, or that cannot be had, is named and left out. roqet is not here: it comes with the system, in
# Debian as the package rasqal-utils.
set -uo pipefail
folder="${1:-"$(dirname "$0")/../../.peers"}"
mkdir -p "$folder/jena" "$folder/comunica"
folder="$(cd "$folder" && pwd)"

cat > "$folder/pom.xml" <<'POM'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>spacepact</groupId>
  <artifactId>peers</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-arq</artifactId><version>5.6.0</version></dependency>
    <dependency><groupId>org.apache.jena</groupId><artifactId>jena-cmds</artifactId><version>5.6.0</version></dependency>
  </dependencies>
</project>
POM

jena() { mvn -q -B -f "$folder/pom.xml" dependency:copy-dependencies -DoutputDirectory="$folder/jena"; }
comunica() { npm install --silent --prefix "$folder/comunica" "@comunica/query-sparql-file@4"; } # 5 does not run on Node 20
kurra() { python3 -m venv "$folder/kurra" && "$folder/kurra/bin/pip" install -q kurra; }

for peer in jena comunica kurra; do
  if "$peer"; then echo "$peer: installed"; else echo "$peer: not installed"; fi
done
