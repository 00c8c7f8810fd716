using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Home;
using CbmExchange.Node.Keys;

namespace CbmExchange.Node.Verbs;

/// <summary>
/// Issues the certificates of both listeners and of the officers in the home anew, under the same root and for the same
/// keys: peers and the table of officers know them already. Each file is replaced at once, so a stop anywhere leaves a
/// home that works; a running node takes the new ones at its next start.
/// </summary>
internal static class RenewCertificatesVerb
{
    private const int ValidDaysMax = 730;

    /// <summary>Runs the verb.</summary>
    public static async Task RunAsync(IEnumerable<string> arguments, VerbContext context)
    {
        var options = new VerbArguments(arguments, "--home", "--valid-days");
        var home = NodeHome.At(options.Required("--home"));
        _ = NodeSettings.Read(home);
        var now = context.Time.GetUtcNow();
        var days = DaysOf(options.Optional("--valid-days"));
        using var root = ReadRoot(home, now);
        var rootEnd = new DateTimeOffset(root.Certificate.NotAfter.ToUniversalTime());
        var until = now - Lives.Backdated + TimeSpan.FromDays(days);
        until = until < rootEnd ? until : rootEnd;

        // All are read before the first is replaced, so that every fault is named and nothing is half done.
        foreach (var (file, held) in ReadAll(home))
        {
            using (held)
            using (var renewed = TlsIssuer.Renew(root, held, now - Lives.Backdated, until))
            {
                AtomicFile.Write(file, Encoding.ASCII.GetBytes(renewed.ExportCertificatePem() + "\n"));
            }

            await context.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{file} is valid until {until:yyyy-MM-dd HH:mm} UTC."))
                .ConfigureAwait(false);
        }

        await context.Output.WriteLineAsync(
            "Next: restart the node, and give each officer the new certificate (officers/LABEL.pem) where it was copied"
            + " from. The keys are the same: peers need nothing, and no officer is enrolled anew.")
            .ConfigureAwait(false);
    }

    private static int DaysOf(string? text)
    {
        if (text is null)
        {
            return (int)Lives.Certificate.TotalDays;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days is >= 1 and <= ValidDaysMax
            ? days
            : throw new StartupException($"--valid-days is \"{text}\"; write 1 to {ValidDaysMax}.");
    }

    private static TlsCertificate ReadRoot(NodeHome home, DateTimeOffset now)
    {
        try
        {
            var root = TlsCertificate.Read(
                home.RootCertificateFile, home.RootKeyFile, KeyPassphrase.FromEnvironment());
            var end = new DateTimeOffset(root.Certificate.NotAfter.ToUniversalTime());
            if (end > now)
            {
                return root;
            }

            root.Dispose();
            throw new StartupException(
                $"The root {home.RootCertificateFile} ended on {end:yyyy-MM-dd}: nothing can be issued under it any "
                + "more. Make a new home and be admitted anew by each peer.");
        }
        catch (KeyFileException fault)
        {
            throw new StartupException(
                $"{fault.Message} The key of the root may be kept elsewhere; bring it back for the time of this "
                + "command.");
        }
    }

    private static List<(string File, X509Certificate2 Held)> ReadAll(NodeHome home)
    {
        string[] files =
        [
            home.ServerCertificateFile,
            home.PeerCertificateFile,
            .. Directory.EnumerateFiles(home.OfficersFolder, "*.pem").Order(StringComparer.Ordinal)
                .Where(file => !file.EndsWith(".key.pem", StringComparison.Ordinal)),
        ];
        List<string> faults = [];
        var held = new List<(string, X509Certificate2)>();
        foreach (var file in files)
        {
            try
            {
                held.Add((file, X509CertificateLoader.LoadCertificateFromFile(file)));
            }
            catch (Exception error) when (error is CryptographicException or IOException)
            {
                faults.Add($"The certificate {file} cannot be read; restore it from the backup of this home.");
            }
        }

        return faults.Count == 0 ? held : throw new StartupException([.. faults]);
    }
}
