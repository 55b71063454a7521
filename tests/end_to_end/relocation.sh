#!/usr/bin/env bash
# Shows that an installed tree works wherever it is put, that the program says where it looked when it finds nothing,
# and that `init` writes a street with people in it, or nothing at all.
. "$(dirname "$0")/checks.sh"
build=$3
one_shop="$source/scenarios/smoke/one_shop.yaml"
moved_class="$work/else where/城管/share/tricolor/assets/classes/street_order.yaml"

check "the program can be installed" exits 0 cmake --install "$build" --prefix "$work/first"
mkdir "$work/else where"
mv "$work/first" "$work/else where/城管"
moved="$work/else where/城管"
# The word is only in this tree's class table: it shows that the program reads this table and not the source tree's.
sed -i 's/id: piled_goods/id: moved_goods/' "$moved_class"
check "a tree that was moved is read from where it now lies" exits 0 "$moved/bin/tricolor" schema
check "with its own classes" says moved_goods
sed -i 's/id: moved_goods/id: piled_goods/' "$moved_class"
check "its scenarios are fine" exits 0 "$moved/bin/tricolor" validate "$moved/share/tricolor/scenarios"
ln -s "$moved/bin/tricolor" "$work/tricolor"
cd "$work" || exit 1
check "init writes a street, by a link to the program" exits 0 ./tricolor init "my street/新华.yaml"
check "which is fine" exits 0 ./tricolor validate "my street"
check "and runs in little time" exits 0 ./tricolor run "my street/新华.yaml" --lasts "10 min" --out runs
cd / || exit 1

# Installs two programs whose build folder no longer exists: one alone, one with assets beside it.
lost_source=$(printf '%s' "$source/assets" | sed 's/assets$/nowher/')
mkdir "$work/alone" "$work/beside"
LC_ALL=C sed "s#$source/assets#$lost_source#g" "$tricolor" >"$work/alone/tricolor"
chmod +x "$work/alone/tricolor"
cp "$work/alone/tricolor" "$work/beside/tricolor"
cp -r "$source/assets" "$work/beside/assets"
check "a program alone says that it has nothing to read" exits 3 "$work/alone/tricolor" validate "$one_shop"
check "and that it looked beside itself" says "$work/alone/assets"
check "and in its share folder" says "$work/share/tricolor/assets"
check "and where it was built" says "$lost_source"
check "and how it can be told" says TRICOLOR_ASSETS
check "it can be told" exits 0 env TRICOLOR_ASSETS="$source/assets" "$work/alone/tricolor" validate "$one_shop"
check "it believes what it is told" exits 3 env TRICOLOR_ASSETS="$work/alone" "$tricolor" validate "$one_shop"
check "assets beside the program are found" exits 0 "$work/beside/tricolor" validate "$one_shop"

check "init without assets fails" exits 3 "$work/alone/tricolor" init "$work/none/deep/street.yaml"
check "and leaves nothing" test ! -e "$work/none"
too_long=$(printf 'x%.0s' $(seq 300))
check "init that cannot write its file fails" exits 3 "$tricolor" init "$work/none/deep/$too_long.yaml"
check "and leaves nothing" test ! -e "$work/none"
mkdir "$work/taken"
touch "$work/taken/policies"
check "init where a file has the policies' name fails" exits 3 "$tricolor" init "$work/taken/street.yaml"
check "and leaves what was there" test "$(ls "$work/taken")" = policies

for name in "with blank" 新华 '"quoted"' "it's" -dash "a#b" "null" "..."; do
  check "init of '$name' is accepted" exits 0 "$tricolor" init "$work/names/$name.yaml"
  check "and '$name' is fine" exits 0 "$tricolor" validate "$work/names/$name.yaml"
done
check "init --full says every key" exits 0 "$tricolor" init --full "$work/names/full.yaml"
check "as comments of a scenario that is fine" exits 0 "$tricolor" validate "$work/names/full.yaml"
check "with ranges and defaults" grep -q "^# seed: whole number, 0 to 1000000000; default 1" "$work/names/full.yaml"
check "the small street lives" exits 0 "$tricolor" test "$work/names/新华.yaml"
exit $failed
