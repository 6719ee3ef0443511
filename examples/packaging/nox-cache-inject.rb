# Homebrew: brew install --formula ./nox-cache-inject.rb
class NoxCacheInject < Formula
  desc "Add cache steps for the environments of Nox to CI workflows"
  homepage "@HOMEPAGE@"
  url "@URL@"
  sha256 "@SHA256@"
  license "MIT"

  depends_on "pkgconf" => :build
  depends_on "libfyaml"
  depends_on "openssl@3"

  def install
    system "./configure", *std_configure_args, "--without-static-libs",
           "--with-bash-completion-dir=#{bash_completion}",
           "--with-zsh-completion-dir=#{zsh_completion}",
           "--with-fish-completion-dir=#{fish_completion}"
    system "make", "install"
  end

  test do
    (testpath/".github/workflows/ci.yml").write <<~YAML
      on: push
      jobs:
        lint:
          runs-on: ubuntu-latest
          steps:
            - uses: actions/checkout@v4
            - run: nox -s lint
    YAML
    assert_match "missing-cache", shell_output("#{bin}/nox-cache-inject --check #{testpath}", 1)
    assert_match version.to_s, shell_output("#{bin}/nox-cache-inject --version")
  end
end
