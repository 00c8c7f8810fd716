using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Sync.Startup;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// The file in the home that an orderly stop writes and each start takes away (decision 0014). It lies outside the
/// database so that a restored database does not bring its own proof.
/// </summary>
internal sealed class StoppedHeads(string path)
{
    private Dictionary<string, StoppedHead> heads = [];

    /// <summary>Reads the file and removes it: from here on a crash leaves no proof.</summary>
    public void Take()
    {
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            heads = JsonSerializer.Deserialize<Dictionary<string, StoppedHead>>(File.ReadAllBytes(path)) ?? [];
        }
        catch (JsonException)
        {
            // A file that cannot be read proves nothing.
            heads = [];
        }

        File.Delete(path);
    }

    /// <summary>What the last orderly stop wrote down about the stream to this peer, or null.</summary>
    public StoppedHead? Of(ParticipantId peer) => heads.GetValueOrDefault(peer.Value);

    /// <summary>Writes the heads of an orderly stop.</summary>
    public void Write(IReadOnlyDictionary<ParticipantId, StoppedHead> stopped)
    {
        var half = path + ".new";
        using (var file = new FileStream(half, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, stopped.ToDictionary(pair => pair.Key.Value, pair => pair.Value));
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
    }
}
