using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace CbmExchange.Cli.Connection;

/// <summary>How an officer reaches the own node; written by <c>node init</c>, never sent anywhere.</summary>
/// <param name="Address">https address of the officer listener.</param>
/// <param name="Certificate">PEM file of the officer's certificate.</param>
/// <param name="Key">PEM file of its private key.</param>
/// <param name="Root">PEM file of the only root that the node's certificate may stand under.</param>
/// <param name="Node">Designator of the node.</param>
internal sealed record Profile(string Address, string Certificate, string Key, string Root, string? Node)
{
    /// <summary>Names the profile when --profile is not given.</summary>
    public const string Variable = "CBMX_PROFILE";

    /// <summary>Opens the officer's private key where it is kept under a passphrase.</summary>
    public const string PassphraseVariable = "CBMEXCHANGE_KEY_PASSPHRASE";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads a profile; paths in it are relative to its folder.</summary>
    public static Profile Read(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw CommandStopped.Usage(
                $"No profile: give --profile FILE or set {Variable}. `cbmx node init` writes one for each officer, " +
                "in the home's folder `officers`.");
        }

        if (!File.Exists(path))
        {
            throw CommandStopped.Usage($"There is no profile at {path}.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var profile = Parse(path);
        return profile with
        {
            Certificate = Path.Combine(folder, profile.Certificate),
            Key = Path.Combine(folder, profile.Key),
            Root = Path.Combine(folder, profile.Root),
        };
    }

    /// <summary>The officer's certificate with its private key.</summary>
    public X509Certificate2 OfficerCertificate(string? passphrase) => Load(Certificate, () =>
    {
        var certificate = string.IsNullOrEmpty(passphrase)
            ? X509Certificate2.CreateFromPemFile(Certificate, Key)
            : X509Certificate2.CreateFromEncryptedPemFile(Certificate, passphrase, Key);
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        // Windows refuses a private key that lives in memory only.
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    });

    /// <summary>The only root that is trusted for this node.</summary>
    public X509Certificate2 RootCertificate() => Load(Root, () => X509CertificateLoader.LoadCertificateFromFile(Root));

    private static Profile Parse(string path)
    {
        try
        {
            var profile = JsonSerializer.Deserialize<Profile>(File.ReadAllBytes(path), Json);
            if (profile is { Address.Length: > 0, Certificate.Length: > 0, Key.Length: > 0, Root.Length: > 0 })
            {
                return profile;
            }
        }
        catch (JsonException)
        {
            // The sentence below says what is wanted; what the parser stumbled over helps nobody.
        }

        throw CommandStopped.Usage(
            $"The profile {path} is not as it must be: a JSON object with address, certificate, key and root.");
    }

    private static X509Certificate2 Load(string file, Func<X509Certificate2> load)
    {
        if (!File.Exists(file))
        {
            throw CommandStopped.Usage($"The profile names {file}, which is not there.");
        }

        try
        {
            return load();
        }
        catch (CryptographicException)
        {
            throw CommandStopped.Usage(
                $"{file} holds no certificate and key that belong together; a key under a passphrase needs " +
                $"{PassphraseVariable}.");
        }
    }
}
