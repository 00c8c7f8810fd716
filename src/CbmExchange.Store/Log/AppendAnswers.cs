using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store.Log;

/// <summary>Reads what <c>cbm_append</c> answers, and the same shape from <c>cbm_commands.result</c>.</summary>
internal sealed class AppendAnswers(Func<int, PeerStreamId?> streamOf)
{
    /// <summary>One result per request, in their order.</summary>
    public AppendResult[] Read(string json, IReadOnlyList<EncodedRequest> requests)
    {
        using var document = JsonDocument.Parse(json);
        var results = new AppendResult[requests.Count];
        foreach (var answer in document.RootElement.EnumerateArray())
        {
            var index = answer.GetProperty("request").GetInt32() - 1;
            results[index] = Read(answer, requests[index]);
        }

        return results.All(result => result is not null)
            ? results
            : throw new InvalidOperationException("The append procedure left a request without an answer.");
    }

    public AppendReceipt ReadReceipt(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Receipt(document.RootElement);
    }

    private AppendResult Read(JsonElement answer, EncodedRequest request) =>
        answer.GetProperty("kind").GetString() switch
    {
        "appended" => new() { Outcome = AppendOutcome.Appended, Receipt = Receipt(answer.GetProperty("result")) },
        "repeated" => new()
        {
            Outcome = answer.GetProperty("attempt").GetGuid() == request.Attempt ? AppendOutcome.Appended
                : AppendOutcome.Repeated,
            Receipt = Receipt(answer.GetProperty("result")),
        },
        "version" => AboutStream(AppendOutcome.VersionConflict, answer),
        "archived" => AboutStream(AppendOutcome.StreamArchived, answer),
        "size" => AboutPeerStream(AppendOutcome.PeerSizeConflict, answer),
        "closed" => AboutPeerStream(AppendOutcome.PeerStreamClosed, answer),
        var kind => throw new InvalidOperationException($"The append procedure answered \"{kind}\"."),
    };

    private static AppendResult AboutStream(AppendOutcome outcome, JsonElement answer) => new()
    {
        Outcome = outcome,
        StreamId = answer.GetProperty("stream").GetString(),
        HeldVersion = new StreamVersion(answer.GetProperty("held").GetInt64()),
    };

    private AppendResult AboutPeerStream(AppendOutcome outcome, JsonElement answer) => new()
    {
        Outcome = outcome,
        PeerStream = streamOf(answer.GetProperty("peer").GetInt32()),
        HeldSize = new PeerSequence(answer.GetProperty("held").GetInt64()),
    };

    private AppendReceipt Receipt(JsonElement result) => new()
    {
        First = new LogPosition(result.GetProperty("first").GetInt64()),
        Last = new LogPosition(result.GetProperty("last").GetInt64()),
        Versions = result.GetProperty("versions").EnumerateArray()
            .ToImmutableDictionary(pair => pair[0].GetString()!, pair => new StreamVersion(pair[1].GetInt64())),
        FirstIndices = result.GetProperty("drawn") is { ValueKind: JsonValueKind.Array } drawn
            ? Drawn(drawn) : ImmutableDictionary<PeerStreamId, PeerSequence>.Empty,
        Answer = result.GetProperty("answer").GetString(),
    };

    private ImmutableDictionary<PeerStreamId, PeerSequence> Drawn(JsonElement runs)
    {
        var indices = ImmutableDictionary.CreateBuilder<PeerStreamId, PeerSequence>();
        foreach (var run in runs.EnumerateArray())
        {
            if (streamOf(run[0].GetInt32()) is { } stream)
            {
                indices[stream] = new PeerSequence(run[1].GetInt64());
            }
        }

        return indices.ToImmutable();
    }
}
