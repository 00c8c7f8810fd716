using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Peers;

/// <summary>Who may do what on the own node.</summary>
internal static class OfficerCommands
{
    private const string RolesHelp =
        "poc-officer, releasing-authority, duty-officer, technical-poc, nominating-authority, node-admin, " +
        "secretariat, observer, auditor or exercise-controller@EXERCISE. Repeat for several.";

    private static readonly string[] AllRoles =
    [
        "poc-officer", "releasing-authority", "duty-officer", "technical-poc", "nominating-authority", "node-admin",
        "secretariat", "observer", "auditor",
    ];

    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("officer", "Officers of this node and their roles.").With(
            List(context), Enrol(context), Roles(context));

    private static CbmxCommand List(CliContext context) =>
        context.Run(new CbmxCommand("list", "List officers and roles."), async (session, cancellation) =>
        {
            var all = await session.AskAsync(
                options => session.Administration.ListOfficersAsync(new ListOfficersRequest(), options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(all);
                return ExitCode.Done;
            }

            var table = new TextTable("officer", "roles", "id", "key");
            foreach (var one in all.Officers)
            {
                table.Row(one.Label, string.Join(", ", one.Roles), one.OfficerId, one.KeySha256);
            }

            session.Screen.Table(table);
            session.Screen.Quiet(FactsText.Of(all.Facts, "officer", "officers"));
            return ExitCode.Done;
        });

    private static CbmxCommand Enrol(CliContext context)
    {
        var label = new Argument<string>("label")
        {
            Description = "What screens show, e.g. duty-2; no personal name needed.",
            HelpName = "LABEL",
        };
        var certificate = new Option<FileInfo>("--certificate")
        {
            Description = "PEM file of the officer's certificate; its public key is what counts.",
            Required = true,
            HelpName = "FILE",
        };
        var roles = new Option<string[]>("--role") { Description = RolesHelp, Required = true, HelpName = "ROLE" }
            .Offer(AllRoles);
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "enrol",
            "Enrol an officer by the public key of a certificate.",
            "cbmx officer enrol duty-2 --certificate duty-2.pem --role duty-officer");
        return context.Run(command.With(label, certificate, roles, commandId), (session, cancellation) =>
        {
            var request = new EnrolOfficerRequest
            {
                CommandId = session.CommandId(commandId),
                Label = session.Get(label),
                KeySha256 = KeyHashOf(session.Get(certificate)!),
                Roles = { session.Get(roles) ?? [] },
            };
            return EnrolAsync(session, request, cancellation);
        });
    }

    private static async Task<int> EnrolAsync(
        NodeSession session, EnrolOfficerRequest request, CancellationToken cancellation)
    {
        var reply = await session.AskAsync(
            options => session.Administration.EnrolOfficerAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return ExitCode.Done;
        }

        session.Screen.Strong($"Enrolled {request.Label} as {string.Join(", ", request.Roles)}.");
        session.Screen.Quiet($"id {reply.OfficerId}   key {request.KeySha256}");
        return ExitCode.Done;
    }

    private static CbmxCommand Roles(CliContext context)
    {
        var officer = new Argument<string>("officer") { Description = "Label or id.", HelpName = "OFFICER" };
        var roles = new Option<string[]>("--role")
        {
            Description = RolesHelp + " None removes the officer.",
            HelpName = "ROLE",
        }.Offer(AllRoles);
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "roles",
            "Replace an officer's roles; none removes the officer.",
            "cbmx officer roles duty-2 --role duty-officer --role poc-officer");
        return context.Run(command.With(officer, roles, commandId), async (session, cancellation) =>
        {
            var request = new ChangeOfficerRolesRequest
            {
                CommandId = session.CommandId(commandId),
                OfficerId = await IdOfAsync(session, session.Get(officer)!, cancellation).ConfigureAwait(false),
                Roles = { session.Get(roles) ?? [] },
            };
            var reply = await session.AskAsync(
                options => session.Administration.ChangeOfficerRolesAsync(request, options), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            session.Screen.Strong(request.Roles.Count == 0
                ? $"{session.Get(officer)} is no longer an officer of this node."
                : $"{session.Get(officer)} is now {string.Join(", ", request.Roles)}.");
            return ExitCode.Done;
        });
    }

    private static async Task<string> IdOfAsync(NodeSession session, string officer, CancellationToken cancellation)
    {
        if (Guid.TryParse(officer, out var id))
        {
            return id.ToString();
        }

        var all = await session.AskAsync(
            options => session.Administration.ListOfficersAsync(new ListOfficersRequest(), options), cancellation)
            .ConfigureAwait(false);
        return all.Officers.FirstOrDefault(one => one.Label == officer)?.OfficerId
            ?? throw new CommandStopped(ExitCode.NotFound, $"No officer of this node is called {officer}.");
    }

    private static string KeyHashOf(FileInfo file)
    {
        if (!file.Exists)
        {
            throw CommandStopped.Usage($"There is no file {file}.");
        }

        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file.FullName);
            return Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        }
        catch (CryptographicException)
        {
            throw CommandStopped.Usage($"{file} holds no certificate.");
        }
    }
}
