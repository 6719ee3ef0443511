# SPDX-License-Identifier: MIT
# usage: formula.rb FORMULA SOURCE PREFIX
# Runs a formula's install and test blocks, as far as they need Homebrew: in an unpacked SOURCE, into
# PREFIX. What the blocks call and is not here is an error.
require "pathname"
require "tmpdir"

class Formula
  VALUES = %i[desc homepage url sha256 license version].freeze
  class << self
    VALUES.each { |name| define_method(name) { |value = nil| value ? (given[name] = value) : given[name] } }

    def given
      @given ||= {}
    end

    def depends_on(what)
      (given[:depends_on] ||= []) << what
    end

    def on_linux
      yield if RUBY_PLATFORM.include?("linux")
    end

    def test(&block)
      define_method(:run_test, &block)
    end
  end

  attr_reader :testpath

  def initialize(prefix, testpath)
    @prefix = Pathname(prefix)
    @testpath = Pathname(testpath)
  end

  def version
    self.class.url[/-(\d[\d.]*)\.tar\.gz$/, 1]
  end

  def bin
    @prefix/"bin"
  end

  def bash_completion
    @prefix/"etc/bash_completion.d"
  end

  def zsh_completion
    @prefix/"share/zsh/site-functions"
  end

  def fish_completion
    @prefix/"share/fish/vendor_completions.d"
  end

  def std_configure_args
    ["--disable-debug", "--disable-dependency-tracking", "--prefix=#{@prefix}", "--libdir=#{@prefix}/lib"]
  end

  def system(*words)
    Kernel.system(*words.map(&:to_s), out: File::NULL) || abort("failed: #{words.join(" ")}")
  end

  def shell_output(command, status = 0)
    output = `#{command}`
    abort "#{command}: status #{$?.exitstatus}, expected #{status}" unless $?.exitstatus == status
    output
  end

  def assert_match(pattern, text)
    text.match?(pattern.is_a?(String) ? Regexp.new(Regexp.escape(pattern)) : pattern) ||
      abort("#{pattern} does not match: #{text}")
  end
end

# Homebrew's write makes the folders too.
class Pathname
  alias plain_write write
  def write(text)
    dirname.mkpath
    plain_write(text)
  end
end

formula, source, prefix = ARGV
load File.expand_path(formula)
%i[desc homepage url sha256 license].each { |name| NoxCacheInject.given[name] || abort("no #{name}") }
abort "desc is longer than 80 characters" if NoxCacheInject.desc.length > 80
abort "sha256 is none" unless NoxCacheInject.sha256.match?(/\A\h{64}\z/)
Dir.mktmpdir do |folder|
  made = NoxCacheInject.new(prefix, folder)
  Dir.chdir(source) { made.install }
  Dir.chdir(folder) { made.run_test }
end
puts "ok formula, depends on #{NoxCacheInject.given[:depends_on].map { |d| d.is_a?(Hash) ? d.keys.first : d }.join(", ")}"
