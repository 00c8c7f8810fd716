using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using Google.Protobuf;

namespace CbmExchange.Node.Home;

/// <summary>
/// The versions of this node's descriptor and what was said of its keys. descriptor.bin is the newest version and alone
/// decides what is in force: files that a stopped renewal left behind belong to a version that does not exist.
/// </summary>
internal static class OwnDescriptors
{
    // Bounds the work on a number that is not verified yet: more versions fit no history that is handed over.
    private const int VersionsMax = 4_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>All versions, oldest first; one that is missing or does not hold is a startup fault.</summary>
    public static ImmutableArray<VerifiedDescriptor> Read(NodeHome home)
    {
        var newest = File.ReadAllBytes(home.DescriptorFile);
        var versions = ImmutableArray.CreateBuilder<VerifiedDescriptor>();
        for (var version = 1; version < VersionOf(newest); version++)
        {
            var file = home.DescriptorVersionFile(version);
            if (!File.Exists(file))
            {
                throw new StartupException(
                    $"The file {file} is missing: an earlier version of the descriptor; restore it from the backup of "
                    + "this home.");
            }

            versions.Add(Open(file, File.ReadAllBytes(file), versions.LastOrDefault()));
        }

        versions.Add(Open(home.DescriptorFile, newest, versions.LastOrDefault()));
        return versions.ToImmutable();
    }

    /// <summary>The file of the key of a purpose that is in force.</summary>
    public static string KeyFileInForce(
        NodeHome home, IReadOnlyList<VerifiedDescriptor> versions, KeyPurpose purpose)
    {
        var key = versions[^1].Keys.First(one => one.Purpose == purpose).Key.Id;
        return home.KeyFile(purpose, FirstWith(versions, key).Body.Version);
    }

    /// <summary>The version that brought a key; MUST be one of these versions' keys.</summary>
    public static VerifiedDescriptor FirstWith(IReadOnlyList<VerifiedDescriptor> versions, KeyId key) =>
        versions.First(version => version.Keys.Any(one => one.Key.Id == key));

    /// <summary>What was said of keys up to a version, in the order in which it was said.</summary>
    public static ImmutableArray<OwnKeyChange> ReadChanges(NodeHome home, int upToVersion)
    {
        if (!File.Exists(home.KeyChangesFile))
        {
            return [];
        }

        try
        {
            var all = JsonSerializer.Deserialize<OwnKeyChange[]>(File.ReadAllBytes(home.KeyChangesFile), Json) ?? [];
            return [.. all.Where(change => change.DescriptorVersion <= upToVersion)];
        }
        catch (JsonException)
        {
            throw new StartupException(
                $"The file {home.KeyChangesFile} cannot be read; restore it from the backup of this home.");
        }
    }

    /// <summary>Writes what was said of keys.</summary>
    public static void WriteChanges(NodeHome home, IEnumerable<OwnKeyChange> changes) =>
        AtomicFile.Write(home.KeyChangesFile, JsonSerializer.SerializeToUtf8Bytes(changes.ToArray(), Json));

    private static VerifiedDescriptor Open(string file, byte[] bytes, VerifiedDescriptor? previous)
    {
        var opened = DescriptorVerifier.Open(bytes, previous);
        return opened.IsAccepted
            ? opened.Value
            : throw new StartupException(
                $"The descriptor {file} does not hold together ({opened.Fault.Name}); restore it from the backup of "
                + "this home.");
    }

    // Not verified yet: a number that is not right makes the chain fail.
    private static int VersionOf(byte[] newest)
    {
        try
        {
            var signed = SignedDescriptor.Parser.ParseFrom(newest);
            return Math.Min(ParticipantDescriptor.Parser.ParseFrom(signed.Descriptor_).Version, VersionsMax);
        }
        catch (InvalidProtocolBufferException)
        {
            return 1;
        }
    }
}
