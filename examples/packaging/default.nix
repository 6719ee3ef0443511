# Nix: nix-build
{ pkgs ? import <nixpkgs> { } }:

pkgs.stdenv.mkDerivation rec {
  pname = "nox-cache-inject";
  version = "@VERSION@";

  src = pkgs.fetchurl {
    url = "@URL@";
    sha256 = "@SHA256@";
  };

  nativeBuildInputs = [ pkgs.pkg-config ];
  buildInputs = [ pkgs.libfyaml pkgs.openssl ];
  nativeCheckInputs = [ pkgs.bash pkgs.check pkgs.git pkgs.patch pkgs.python3 ];

  configureFlags = [ "--without-static-libs" ];
  enableParallelBuilding = true;
  doCheck = true;
  checkFlags = [ "TESTS=tests/golden.tap" ];
  postPatch = "patchShebangs tests";

  meta = {
    description = "Add cache steps for the environments of Nox to CI workflows";
    homepage = "@HOMEPAGE@";
    license = pkgs.lib.licenses.mit;
    mainProgram = "nox-cache-inject";
    platforms = pkgs.lib.platforms.unix;
  };
}
