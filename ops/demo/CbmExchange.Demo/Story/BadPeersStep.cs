using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Demo.BadPeers;
using CbmExchange.Demo.Stage;
using CbmExchange.Envelopes.Descriptors;

namespace CbmExchange.Demo.Story;

/// <summary>A forged and a truncated stream are refused by name; the others go on.</summary>
internal static class BadPeersStep
{
    /// <summary>Two more fictional participants, as a newer instance file would name them.</summary>
    private const string NewerInstance = """
        {
          "authorityForName": "demonstration list of fictional participants, 2026-11-01",
          "participants": [
            { "participantId": "5b0c9f5e-3d77-4a6e-8f5c-0d4b7f1e2a06", "designator": "XF", "kind": "state",
              "status": "active",
              "names": [{ "lang": "en", "text": "Xfero" }],
              "designationNote": "fictional State used for demonstration" },
            { "participantId": "6c1dab6f-4e88-4b7f-9a6d-1e5c802f3b07", "designator": "XG", "kind": "state",
              "status": "active",
              "names": [{ "lang": "en", "text": "Xgalen" }],
              "designationNote": "fictional State used for demonstration" }
          ]
        }
        """;

    public static async Task PlayAsync(Cast cast, CancellationToken cancellation)
    {
        cast.Narrator.Step("A forged and a truncated stream are refused by name; everyone else goes on");
        var instance = Path.Combine(cast.Work, "newer-instance.json");
        await File.WriteAllTextAsync(instance, NewerInstance, cancellation).ConfigureAwait(false);
        await cast.Xb.ImportInstanceAsync(instance, cancellation).ConfigureAwait(false);
        var self = await cast.At(cast.Xb, "admin").AskAsync<GetNodeStatusResponse>(cancellation, "node", "status")
            .ConfigureAwait(false);
        await using var forger = new ScriptedPeer("XF", "5b0c9f5e-3d77-4a6e-8f5c-0d4b7f1e2a06", "Xfero");
        await using var cutter = new ScriptedPeer("XG", "6c1dab6f-4e88-4b7f-9a6d-1e5c802f3b07", "Xgalen");
        await AdmitAsync(cast, forger, Batches.Forged(forger, self.ParticipantId), cancellation).ConfigureAwait(false);
        await AdmitAsync(cast, cutter, Batches.Truncated(cutter, self.ParticipantId), cancellation)
            .ConfigureAwait(false);
        var found = await Patience.UntilAsync(
            () => cast.At(cast.Xb, "admin").TryAskAsync<ListQuarantineResponse>(cancellation, "quarantine"),
            all => Has(all, "XF", "FORGED_CHECKPOINT") && Has(all, "XG", "TRUNCATED"),
            "XB's quarantine names both",
            cancellation).ConfigureAwait(false);
        await cast.At(cast.Xb, "admin").ShowAsync(cancellation, "quarantine").ConfigureAwait(false);
        cast.Narrator.Check(
            Has(found, "XF", "FORGED_CHECKPOINT"), "XF's forged head is refused by name, kept as evidence");
        cast.Narrator.Check(
            Has(found, "XG", "TRUNCATED"), "XG's truncated stream is refused by name, kept as evidence");
        await OthersGoOnAsync(cast, cancellation).ConfigureAwait(false);
    }

    private static async Task AdmitAsync(Cast cast, ScriptedPeer peer, EntryBatch batch, CancellationToken cancellation)
    {
        await peer.ServeAsync(batch, cancellation).ConfigureAwait(false);
        var descriptor = peer.Descriptor();
        var file = Path.Combine(cast.Work, $"{peer.Designator}.descriptor");
        await File.WriteAllBytesAsync(file, descriptor, cancellation).ConfigureAwait(false);
        await Opening.AdmitOneAsync(
            cast, cast.Xb, peer.Designator, file, AdmissionPhrase.Of(descriptor), cancellation).ConfigureAwait(false);
    }

    private static async Task OthersGoOnAsync(Cast cast, CancellationToken cancellation)
    {
        var streams = await Patience.UntilAsync(
            () => cast.At(cast.Xb, "admin").TryAskAsync<ListStreamsResponse>(cancellation, "streams"),
            all => new[] { "XA", "XO" }.All(designator => all.Streams.Any(
                stream => stream is { Direction: "in", State: "live" } && stream.Designator == designator)),
            "XB's exchange with XA and XO is live",
            cancellation).ConfigureAwait(false);
        cast.Narrator.Check(true, "XB's exchange with XA and XO is live");
        cast.Narrator.Check(
            streams.Streams.Where(stream => stream.Direction == "in" && stream.Designator is "XF" or "XG")
                .All(stream => stream.Stored == 0),
            "nothing of XF and XG was stored");
    }

    private static bool Has(ListQuarantineResponse all, string peer, string fault) =>
        all.Items.Any(item => item.FromPeer == peer && item.Fault == fault);
}
