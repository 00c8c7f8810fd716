using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Web.DutyDesk;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.Publishing;

/// <summary>The acts on a published contact, each from what its form says, each one call of the node.</summary>
internal sealed class ContactActs(DeskClients desk, string recordId, long version, IFormCollection form)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm";

    /// <summary>Runs the act of a button; null when it is none of these.</summary>
    public Task<Acted>? Run(string act) => act switch
    {
        "confirm-contact" => AskAsync(options => desk.Publishing.ConfirmContactAsync(Confirmation(), options)),
        "availability" => PeriodAsync(false, (period, options) =>
            desk.Publishing.SetContactAvailabilityAsync(Availability(period), options)),
        "handover" => PeriodAsync(true, (period, options) =>
            desk.Publishing.HandOverContactAsync(Handover(period), options)),
        "complete-handover" => AskAsync(options => desk.Publishing.CompleteHandoverAsync(
            new RecordCommand { CommandId = Get("command"), RecordId = recordId, ExpectedVersion = version }, options)),
        "end-contact" => EndAsync(),
        _ => null,
    };

    private string Get(string name) => form[name].ToString().Trim().Normalize();

    private ConfirmContactRequest Confirmation() => new()
    {
        CommandId = Get("command"), RecordId = recordId, ExpectedVersion = version,
        ChannelIds = { form["channel"].Select(one => one!) },
    };

    private SetContactAvailabilityRequest Availability(Period? period) => new()
    {
        CommandId = Get("command"), RecordId = recordId, ExpectedVersion = version,
        Unavailable = period, Replacement = Get("replacement"),
    };

    private HandOverContactRequest Handover(Period? overlap)
    {
        var request = new HandOverContactRequest
        {
            CommandId = Get("command"), RecordId = recordId, ExpectedVersion = version,
            Overlap = overlap, Successor = Get("successor"), Leaving = { form["leaving"].Select(one => one!) },
        };
        if (Get("following-name") is { Length: > 0 } name)
        {
            request.Following.Add(new Person
            {
                // Only unlike the others of the record; the version that is written makes it so.
                Id = string.Create(CultureInfo.InvariantCulture, $"person-{version}"),
                Name = { new Text { Lang = Get("following-language"), Text_ = name, Status = "authoritative" } },
                Title = Get("following-title"),
            });
        }

        return request;
    }

    private static async Task<Acted> AskAsync(Func<CallOptions, AsyncUnaryCall<RecordCommandReply>> ask)
    {
        var answer = await DeskClients.AskAsync(ask).ConfigureAwait(false);
        return new Acted("", answer.Value?.Warnings.ToArray() ?? [], answer.Problem);
    }

    private Task<Acted> PeriodAsync(
        bool isNeeded, Func<Period?, CallOptions, AsyncUnaryCall<RecordCommandReply>> ask)
    {
        var (from, until) = (Get("from"), Get("until"));
        if (from.Length + until.Length == 0 && !isNeeded)
        {
            return AskAsync(options => ask(null, options));
        }

        return TimeOf(from) is { } begins && TimeOf(until) is { } ends
            ? AskAsync(options => ask(new Period { From = begins, Until = ends }, options))
            : Task.FromResult(new Acted("", [], Problem.Plain("Give both times in UTC, e.g. 2026-11-22T03:05.")));
    }

    private static Timestamp? TimeOf(string typed) =>
        DateTimeOffset.TryParseExact(
            typed, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Timestamp.FromDateTimeOffset(time)
            : null;

    private async Task<Acted> EndAsync()
    {
        var answer = await DeskClients.AskAsync(options => desk.Publishing.EndContactAsync(
            new EndContactRequest
            {
                CommandId = Get("command"), RecordId = recordId, ExpectedVersion = version,
                RemovalReference = Get("reference"),
            }, options)).ConfigureAwait(false);
        return new Acted(
            answer.Value?.Sentence ?? "", answer.Value?.Record.Warnings.ToArray() ?? [], answer.Problem);
    }
}
