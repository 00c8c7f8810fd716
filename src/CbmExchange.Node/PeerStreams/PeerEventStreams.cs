using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Names in the log that the sync shell uses.</summary>
internal static class PeerEventStreams
{
    /// <summary>Marks of the review of stored entries.</summary>
    public const string Review = "node-peer-review";

    /// <summary>Bytes of a command id.</summary>
    private const int CommandIdBytes = 16;

    /// <summary>Events about a peer (src/README.md).</summary>
    public static string Of(ParticipantId peer) => $"peer-{peer.Value}";

    /// <summary>
    /// A command id derived from what the command is about: a repeat after a crash is the same command.
    /// </summary>
    public static Guid CommandId(string purpose, params IEnumerable<string> about) => new(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', about.Prepend($"cbm.exchange/{purpose}"))))
            .AsSpan(0, CommandIdBytes));
}
