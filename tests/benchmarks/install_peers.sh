#!/usr/bin/env bash
# Install the other tools for ask.py in a folder (default: .peers in the checkout): Apache Jena's arq with Maven,
# Comunica with npm, kurra with pip. If a tool cannot be installed, print its name and continue. roqet is not installed
# here: it is a system package (rasqal-utils in Debian).
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
