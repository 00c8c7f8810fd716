using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Home;

namespace CbmExchange.Node.Startup;

/// <summary>Looks at a home before anything is started, and names every fault at once (style.md O1).</summary>
internal static class HomeChecks
{
    private const int BytesPerMebibyte = 1024 * 1024;

    private const UnixFileMode OthersMode =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Throws <see cref="StartupException"/> with all faults.</summary>
    public static void Demand(NodeHome home, NodeSettings settings, TimeProvider time)
    {
        List<string> faults =
        [
            .. SettingFaults(settings),
            .. FileFaults(home),
            .. CertificateFaults(home, time.GetUtcNow()),
            .. DiskFaults(home),
        ];
        if (settings.Listeners.Faults().Any())
        {
            throw new StartupException([.. faults]);
        }

        faults.AddRange(settings.Listeners.EndPoints.SelectMany(one => PortFaults(one.Name, one.EndPoint)));
        if (faults.Count > 0)
        {
            throw new StartupException([.. faults]);
        }
    }

    /// <summary>Faults of node.json alone.</summary>
    public static IEnumerable<string> SettingFaults(NodeSettings settings) =>
        [
            .. new IdentityOptions(settings.ParticipantId, settings.Designator, settings.Endpoints).Faults(),
            .. settings.Listeners.Faults(),
            .. settings.Policies.Faults(),
            .. new DatabaseOptions(settings.Database).Faults(),
            .. new TelemetryOptions(settings.Otlp).Faults(),
        ];

    private static IEnumerable<string> FileFaults(NodeHome home)
    {
        string[] secrets =
        [
            .. SigningKeyFiles(home),
            home.SaltKeyFile,
            home.PersonalKeyFile,
            home.ServerKeyFile,
            home.PeerKeyFile,
        ];
        string[] open =
        [
            home.RootCertificateFile,
            home.ServerCertificateFile,
            home.PeerCertificateFile,
            home.DescriptorFile,
        ];
        foreach (var file in secrets.Concat(open).Where(file => !File.Exists(file)))
        {
            yield return $"The file {file} is missing; restore it from the backup of this home.";
        }

        foreach (var file in secrets.Where(file => File.Exists(file) && CanOthersUse(file)))
        {
            yield return $"The key file {file} can be read by others; find out who did, then run chmod 600 on it.";
        }
    }

    // A descriptor that cannot be read is named by the key ring, with its own sentence.
    private static string[] SigningKeyFiles(NodeHome home)
    {
        try
        {
            var versions = OwnDescriptors.Read(home);
            return [.. new[] { KeyPurpose.Statement, KeyPurpose.Checkpoint }
                .Select(purpose => OwnDescriptors.KeyFileInForce(home, versions, purpose))];
        }
        catch (Exception fault) when (fault is StartupException or IOException or UnauthorizedAccessException)
        {
            return [home.StatementKeyFile, home.CheckpointKeyFile];
        }
    }

    private static bool CanOthersUse(string file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & OthersMode) != 0;

    private static IEnumerable<string> CertificateFaults(NodeHome home, DateTimeOffset now)
    {
        string[] files = [home.RootCertificateFile, home.ServerCertificateFile, home.PeerCertificateFile];
        foreach (var file in files.Where(File.Exists))
        {
            X509Certificate2 certificate;
            try
            {
                certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            }
            catch (CryptographicException)
            {
                certificate = null!;
            }

            if (certificate is null)
            {
                yield return $"The certificate {file} cannot be read; restore it from the backup of this home.";
                continue;
            }

            using (certificate)
            {
                if (!CertificateUse.IsInForce(certificate, now))
                {
                    yield return $"The certificate {file} is valid from "
                        + $"{certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} "
                        + $"to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd} and today is {now:yyyy-MM-dd}; "
                        + "issue new ones with `cbmx node renew-certificates`, or correct the clock of this machine.";
                }
            }
        }
    }

    /// <summary>What is wrong with so many bytes free on the disk of a folder; null when nothing is.</summary>
    public static string? DiskFault(string folder, long freeBytes) =>
        freeBytes >= StartupLimits.DiskFreeBytesMin
            ? null
            : $"The disk of {folder} is full: {freeBytes / BytesPerMebibyte} MiB are free and at least "
                + $"{StartupLimits.DiskFreeBytesMin / BytesPerMebibyte} MiB are needed; make room or move the home.";

    private static IEnumerable<string> DiskFaults(NodeHome home) =>
        DiskFault(home.Folder, new DriveInfo(home.Folder).AvailableFreeSpace) is { } fault ? [fault] : [];

    private static IEnumerable<string> PortFaults(string door, IPEndPoint endPoint)
    {
        if (endPoint.Port == 0)
        {
            yield break;
        }

        SocketError error;
        try
        {
            using var probe = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            probe.Bind(endPoint);
            error = SocketError.Success;
        }
        catch (SocketException refused)
        {
            error = refused.SocketErrorCode;
        }

        switch (error)
        {
            case SocketError.AddressAlreadyInUse:
                yield return $"Another program uses {endPoint}, the address for {door}; stop it, or give another "
                    + "port in "
                    + "node.json.";
                break;
            case SocketError.AccessDenied:
                yield return $"This account may not listen on {endPoint}, the address for {door}; use a port "
                    + "above 1023.";
                break;
            case SocketError.Success:
                break;
            default:
                yield return $"{endPoint}, the address for {door}, is not one of this machine; correct node.json.";
                break;
        }
    }
}
