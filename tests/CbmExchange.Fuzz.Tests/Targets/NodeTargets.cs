using CbmExchange.Contracts.ErrorDetails.V1;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Fuzz.Tests.Mutations;
using CbmExchange.Fuzz.Tests.Running;
using CbmExchange.Node.Home;
using CbmExchange.Node.Participants;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Reference;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CbmExchange.Fuzz.Tests.Targets;

/// <summary>
/// What officers, peers' errors and files bring. Nothing of it is signed, so nothing here is a changed original: only
/// what is documented may be thrown, and faults come as values.
/// </summary>
internal sealed class NodeTargets(string folder)
{
    public IEnumerable<FuzzTarget> All() =>
    [
        new("record body of an officer", FuzzForm.Protobuf, [.. Bodies().Select(body => body.ToByteArray())], Body),
        new("grants of an officer", FuzzForm.Protobuf, [Grants().ToByteArray()], Grant),
        new("content as JSON", FuzzForm.Json,
            [Mutator.Bytes(Originator.Content.Claims.GetRawText())], Content),
        new("error details of a peer", FuzzForm.Protobuf, [Details()], Error),
        new("packed message of a peer", FuzzForm.Bytes, [.. Packed()], Unpack),
        new("CSV table", FuzzForm.Bytes, [.. Csv()], bytes => OfFile(bytes, "table.csv", path => CsvTable.Read(path))),
        new("instance file", FuzzForm.Json, [DataFile("instance.json")], bytes => OfFile(bytes, "instance.json", path =>
            InstanceFile.Read(path).ToRequests(new Domain.OfficerId("o"), Originator.Now).Count())),
    ];

    private static FuzzAnswer Body(byte[] bytes)
    {
        RecordBody body;
        try
        {
            body = RecordBody.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return FuzzAnswer.Fault("no message");
        }

        var read = WireBodies.Read(body);
        return read.Refusal is { } refusal
            ? FuzzAnswer.Fault(refusal.Reason)
            : Judge(read.Value.RecordType, read.Value.Content);
    }

    private static FuzzAnswer Judge(string type, RecordContent content)
    {
        var header = Originator.Header with { RecordType = type };
        var faults = ContentRules.Check(header, content).Concat(StatementIssuer.Check(header, content)).ToList();
        _ = WireBodies.Write(type, content);
        return FuzzAnswer.Fault(faults.Count == 0 ? "taken" : "FIELDS_INVALID");
    }

    private static FuzzAnswer Content(byte[] bytes)
    {
        RecordContent content;
        try
        {
            content = RecordContent.Parse(Mutator.Text(bytes));
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or ArgumentException)
        {
            return FuzzAnswer.Fault("no JSON object");
        }

        return RecordSchemas.TryToMessage(RecordTypes.NationalDocument, content) is null
            ? FuzzAnswer.Fault("not of its type")
            : FuzzAnswer.Fault("read");
    }

    private static FuzzAnswer Grant(byte[] bytes)
    {
        try
        {
            var request = ReleaseRecordRequest.Parser.ParseFrom(bytes);
            var read = new GrantReader(ParticipantsState.Empty, Originator.Now).Read(request.Grants);
            return FuzzAnswer.Fault(read.Refusal?.Reason ?? "taken");
        }
        catch (InvalidProtocolBufferException)
        {
            return FuzzAnswer.Fault("no message");
        }
    }

    private static FuzzAnswer Error(byte[] bytes)
    {
        var trailers = new Metadata { { "grpc-status-details-bin", bytes } };
        var input = PeerErrors.ToInput(1, new RpcException(new Status(StatusCode.OutOfRange, "x"), trailers));
        return FuzzAnswer.Fault(input.GetType().Name);
    }

    // Whatever comes out is a message of a peer, which is verified then; what counts is that no more comes out.
    private static FuzzAnswer Unpack(byte[] bytes)
    {
        try
        {
            using var packed = new MemoryStream(bytes, writable: false);
            using var message = new EntryCompression(PeerStreamLimits.MessageBytesMax)
                .CreateDecompressionStream(packed);
            return message.Length <= PeerStreamLimits.MessageBytesMax
                ? FuzzAnswer.Fault("read")
                : FuzzAnswer.Accepted with { Changed = "longer than a message may be" };
        }
        catch (InvalidDataException)
        {
            return FuzzAnswer.Fault("not packed so");
        }
    }

    private static IEnumerable<byte[]> Packed()
    {
        byte[][] messages =
        [
            [], Mutator.Bytes("plain"), [.. Details(), .. Mutator.Bytes(new string('A', 200))],
            Mutator.Bytes(Convert.ToBase64String([.. Enumerable.Range(0, 300).Select(one => (byte)one)])),
        ];
        foreach (var message in messages)
        {
            using var packed = new MemoryStream();
            using (var packing = new EntryCompression(PeerStreamLimits.MessageBytesMax)
                .CreateCompressionStream(packed, null))
            {
                packing.Write(message);
            }

            yield return packed.ToArray();
        }
    }

    private FuzzAnswer OfFile(byte[] bytes, string name, Action<string> read)
    {
        var path = Path.Combine(folder, $"{Environment.CurrentManagedThreadId}-{name}");
        File.WriteAllBytes(path, bytes);
        try
        {
            read(path);
            return FuzzAnswer.Fault("read");
        }
        catch (StartupException)
        {
            return FuzzAnswer.Fault("startup fault");
        }
    }

    private static IEnumerable<RecordBody> Bodies()
    {
        var text = new Text { Lang = "en", Text_ = "Text", Status = "authoritative" };
        var at = Timestamp.FromDateTimeOffset(Originator.Now);
        yield return new RecordBody
        {
            NationalDocument = (NationalDocument)RecordSchemas.TryToMessage(
                RecordTypes.NationalDocument, Originator.Content)!,
        };
        yield return new RecordBody
        {
            IncidentNotification = new IncidentNotification
            {
                Subject = { text }, Precedence = "immediate", Stage = "initial", Purpose = "inform",
                Summary = { text }, AwareAt = at, CrossBorder = "no", MaliceSuspected = "unknown",
                Addressees = { new Addressee { ParticipantId = Originator.Xb.Value, Role = "action" } },
            },
        };
        yield return new RecordBody
        {
            PointOfContact = new PointOfContact
            {
                Subject = { text }, Kinds = { "crisis-duty-desk" }, OfficeName = { text },
                Competences = { "ci:energy" }, Coverage = "24x7", ReviewBy = at,
                Channels = { new Channel { Id = "a", Type = "voice", Value = "+442079460101", Hours = "24x7" } },
                Languages = { new SpokenLanguage { Lang = "en", Level = "working", Hours = "Mo-Fr 08:00-16:00" } },
            },
        };
    }

    private static ReleaseRecordRequest Grants() => new()
    {
        RecordId = "r",
        Grants =
        {
            new ReleaseGrant
            {
                Include = { new AudienceMember { Participant = "XB" }, new AudienceMember { BodyMembers = "XO" } },
                Exclude = { new AudienceMember { Participant = "XC" } },
                Marking = new Contracts.Sync.V1.Marking { Tlp = "TLP:GREEN" },
                OnlyParts = { "sections/annex-2", "kind" },
            },
        },
    };

    private static byte[] Details() => new Contracts.Rpc.Status
    {
        Code = 11,
        Details =
        {
            Any.Pack(new Contracts.Rpc.ErrorInfo { Reason = "HEAD_BEHIND", Domain = "cbm.exchange" }),
            Any.Pack(new HeadBehind { Size = 3, Generation = 1 }),
        },
    }.ToByteArray();

    private static IEnumerable<byte[]> Csv()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "data"), "*.csv"))
        {
            yield return Mutator.Bytes(string.Join('\n', File.ReadLines(file).Take(20)));
        }
    }

    private static byte[] DataFile(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", name));
}
