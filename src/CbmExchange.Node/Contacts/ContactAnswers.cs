using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Library;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using Google.Protobuf.WellKnownTypes;
using ContactAnswer = CbmExchange.Contracts.Exchange.V1.ContactAnswer;
using PublicFallback = CbmExchange.Contracts.Exchange.V1.PublicFallback;

namespace CbmExchange.Node.Contacts;

/// <summary>What Domain answered, as officers read it. Nominated and public stay apart.</summary>
internal sealed class ContactAnswers(ParticipantTable participants)
{
    /// <summary>One nominated contact.</summary>
    /// <param name="found">As Domain answered.</param>
    /// <param name="held">The contact.</param>
    /// <param name="at">The moment asked for.</param>
    public ContactAnswer Of(ContactAnswerRow found, HeldContact held, DateTimeOffset at)
    {
        var contact = held.Contact;
        var answer = Standing(found, held);
        answer.Duty = DutyViews.Of(found, contact, at);
        answer.Kinds.AddRange(contact.Kinds);
        if (RecordNotice.Of(held.Row) is { Length: > 0 } notice)
        {
            answer.Reasons.Add(notice);
        }

        answer.Reasons.AddRange(found.Reasons);
        answer.Channels.AddRange(
            found
                .Channels.Select(channel =>
                    contact.Channels.FirstOrDefault(known => known.Id == channel.Id && known.Value == channel.Value)
                )
                .OfType<Channel>()
        );
        answer.ChannelHealth.AddRange(found.ChannelHealths.Select(channel => HealthViews.Of(channel, at)));
        answer.Languages.AddRange(contact.Languages);
        answer.Persons.AddRange(
            contact.Persons.Where(person => ContactLife.Serves(person.ServesFrom, person.ServesUntil, at)));
        answer.Named.AddRange(found.Named.Select(Of));
        return answer;
    }

    private ContactAnswer Standing(ContactAnswerRow found, HeldContact held)
    {
        var (row, contact) = (held.Row, held.Contact);
        return new ContactAnswer
        {
            RecordId = row.Header.RecordId.Value,
            ReferenceNumber = contact.ReferenceNumber,
            ReferenceSpelled = found.SpokenReference ?? "",
            Office = Texts.Best(contact.OfficeName, "en"),
            OnDutyNow = found.IsOnDuty == true,
            LocalTime = found.LocalTime is { } local
                ? local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
                : "",
            Nomination = contact.Nomination is { } act
                ? $"nominated {act.Date} by {act.NominatingAuthority} (ref. {act.ReferenceNo})"
                : "",
            AuthoredAt = contact.AuthoredAt,
            Tlp = row.Marking?.Tlp ?? "",
            Originator = participants.DesignatorOf(row.Header.Originator),
            SignatureState = row.Signature,
            Health = HealthViews.Code(found.Health),
            Standing = found.Standing switch
            {
                ContactStanding.Unavailable => "unavailable",
                ContactStanding.HandoverPending => "handover-pending",
                ContactStanding.HandedOver => "handed-over",
                _ => "active",
            },
        };
    }

    private static Contracts.Exchange.V1.NamedContact Of(Domain.Contacts.NamedContact named)
    {
        var view = named.Entry.View;
        return new Contracts.Exchange.V1.NamedContact
        {
            Relation = named.Relation,
            RecordId = named.Entry.RecordId.Value,
            ReferenceNumber = view.ReferenceNumber ?? "",
            Office = view.Office ?? "",
            FirstChannel = view.Channels is [var first, ..] ? $"{first.Type} {first.Value}".Trim() : "",
        };
    }

    /// <summary>One public fallback: not a nomination.</summary>
    public PublicFallback Of(Domain.Reference.PublicFallback fallback)
    {
        var proto = new PublicFallback
        {
            Office = fallback.Title,
            What = fallback.What,
            Source = new PublicSource
            {
                Dataset = fallback.Dataset,
                Source = fallback.Source,
                AsOf =
                    fallback.SourceDate
                    ?? fallback.RetrievedAt.UtcDateTime.ToString("'imported' yyyy-MM-dd", CultureInfo.InvariantCulture),
            },
        };
        foreach (
            var (field, label) in (ReadOnlySpan<(string, string)>)
                [
                    ("phone", "phone"),
                    ("email", "e-mail"),
                    ("website", "web"),
                    ("coverage", "coverage"),
                    ("hours", "hours"),
                ]
        )
        {
            if (fallback.Fields.TryGetValue(field, out var value))
            {
                proto.Lines.Add($"{label}: {value}");
            }
        }

        return proto;
    }

    /// <summary>What to do when nobody answers, in order (domain.md §4.21: 7, 19).</summary>
    public IEnumerable<string> NextSteps(Domain.Contacts.ContactAnswer answer)
    {
        if (answer.Nominated is [{ Channels.Length: > 1 }, ..])
        {
            yield return "The next channel of this desk.";
        }

        if (answer.Nominated.Length > 1)
        {
            yield return "The next contact in this list.";
        }

        if (answer.LeftOut > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{answer.LeftOut} more contacts of this State answer for this and stand further down: ask again with "
                    + $"a topic or a language, or list all its contacts.");
        }

        if (answer.Kind == Domain.Contacts.ContactAnswer.NoneForThisKind)
        {
            yield return "The State nominated contacts for other topics: ask again with another topic or precedence.";
        }

        if (answer.Nominated.Length == 0 && answer.Fallbacks.Length > 0)
        {
            yield return "A contact shown here was not nominated by the State; confirm who is speaking before you "
                + "share anything.";
        }

        yield return "The Permanent Mission or embassy; after that, relay by a secretariat with your consent.";
    }
}
