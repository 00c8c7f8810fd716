using CbmExchange.Node.Verbs;

return await NodeProgram.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
