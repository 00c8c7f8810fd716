using System.Security.Cryptography;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Envelopes.Tests.Keys;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class KeyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cbm-keys-").FullName;

    [Theory]
    [InlineData(null)]
    [InlineData("correct horse battery staple")]
    public void Key_comes_back_as_it_was_written(string? passphrase)
    {
        using var key = EcdsaSigningKey.Create(KeyPurpose.Statement);
        key.WriteTo(PathOf("a.pem"), passphrase);
        using var read = KeyFile.Read(PathOf("a.pem"), KeyPurpose.Statement, passphrase);
        Assert.Equal(key.Id, read.Id);
        var verifier = VerificationKey.TryRead(key.SubjectPublicKeyInfo.Span)!;
        Assert.True(verifier.Verify([1, 2], read.Sign([1, 2], SignatureForm.Der), SignatureForm.Der));
    }

    [Fact]
    public void Only_the_owner_may_read_the_file()
    {
        Write("a.pem");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("a.pem")));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void File_that_others_can_open_is_refused(UnixFileMode more)
    {
        Write("a.pem");
        File.SetUnixFileMode(PathOf("a.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        Assert.Contains("chmod 600", Refusal("a.pem", null), StringComparison.Ordinal);
    }

    [Fact]
    public void Key_is_never_overwritten()
    {
        Write("a.pem");
        Assert.Throws<KeyFileException>(() => Write("a.pem"));
    }

    [Fact]
    public void Missing_passphrase_wrong_passphrase_and_missing_file_are_said_in_words()
    {
        Write("a.pem", "right");
        Assert.Contains("give its passphrase", Refusal("a.pem", null), StringComparison.Ordinal);
        Assert.Contains("right passphrase", Refusal("a.pem", "wrong"), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refusal("b.pem", null), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_another_curve_are_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        KeyFile.Write(PathOf("p384.pem"), other, null);
        Assert.Contains("no ECDSA P-256", Refusal("p384.pem", null), StringComparison.Ordinal);
        Assert.Null(VerificationKey.TryRead(other.ExportSubjectPublicKeyInfo()));
        Assert.Null(VerificationKey.TryRead([1, 2, 3]));
    }

    [Fact]
    public void Signatures_that_are_none_do_not_throw()
    {
        var verifier = VerificationKey.TryRead(Samples.StatementKey.SubjectPublicKeyInfo.Span)!;
        Assert.False(verifier.Verify([1], [], SignatureForm.Der));
        Assert.False(verifier.Verify([1], [1, 2, 3], SignatureForm.Der));
        Assert.False(verifier.Verify([1], new byte[64], SignatureForm.Concatenated));
        Assert.False(verifier.Verify([1], new byte[63], SignatureForm.Concatenated));
    }

    public void Dispose() => Directory.Delete(folder, true);

    private string PathOf(string name) => Path.Combine(folder, name);

    private void Write(string name, string? passphrase = null)
    {
        using var key = EcdsaSigningKey.Create(KeyPurpose.Statement);
        key.WriteTo(PathOf(name), passphrase);
    }

    private string Refusal(string name, string? passphrase) =>
        Assert.Throws<KeyFileException>(() => KeyFile.Read(PathOf(name), KeyPurpose.Statement, passphrase)).Message;
}
